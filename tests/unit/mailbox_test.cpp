#include "mail/mailbox.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

using List = std::vector<Mailbox>;

struct Case {
  const char *name, *raw;
  List list;
};

class Mailboxes : public testing::TestWithParam<Case> {};

void PrintTo(const Case& c, std::ostream* out) { *out << c.raw; }

TEST_P(Mailboxes, AreRead) {
  const List list = parse_mailboxes(GetParam().raw);
  std::string shown;
  for (const Mailbox& mailbox : list) shown += "{" + mailbox.name + "|" + mailbox.address + "} ";
  EXPECT_EQ(list, GetParam().list) << shown;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Mailboxes,
    testing::Values(
        Case{"Empty", "", {}}, Case{"Blank", " \r\n ", {}}, Case{"Commas", ",, ,", {}},
        Case{"Bare", "a@b", {{"", "a@b"}}}, Case{"Two", "a@b, c@d", {{"", "a@b"}, {"", "c@d"}}},
        Case{"Name", "Bob Smith <a@b>", {{"Bob Smith", "a@b"}}},
        Case{"Folded", "Bob\r\n Smith\r\n <a@b>", {{"Bob Smith", "a@b"}}},
        Case{"Brackets", "<a@b>", {{"", "a@b"}}}, Case{"EmptyBrackets", "Bob <>", {{"Bob", ""}}},
        Case{"Quoted", "\"Smith, Bob\" <a@b>", {{"Smith, Bob", "a@b"}}},
        Case{"QuotedPair", "\"Bob \\\"B\\\\\" <a@b>", {{"Bob \"B\\", "a@b"}}},
        Case{"QuotedBesideAtom", "Joe \"X\" Q. <a@b>", {{"Joe X Q.", "a@b"}}},
        Case{"QuotedLocal", "\"a, b\"@c", {{"", "\"a, b\"@c"}}},
        Case{"QuotedLocalInBrackets", "X <\"a>, b\"@c>", {{"X", "\"a>, b\"@c"}}},
        Case{"Comment", "a@b (Bob)", {{"Bob", "a@b"}}},
        Case{"CommentNested", "a@b (Bob (the \\) one))", {{"Bob (the \\) one)", "a@b"}}},
        Case{"CommentBesideName", "Bob <a@b> (work)", {{"Bob", "a@b"}}},
        Case{"CommentInside", "a(x)@(y)b", {{"x", "a@b"}}},
        Case{"CommentWithComma", "a@b (x, y), c@d", {{"x, y", "a@b"}, {"", "c@d"}}},
        Case{"CommentNotClosed", "a@b (Bob", {{"Bob", "a@b"}}},
        Case{"SpacesRoundAt", "a . b @ c . d", {{"", "a.b@c.d"}}},
        Case{"SpacesInBrackets", "X < a @ b >", {{"X", "a@b"}}},
        Case{"Route", "X <@r,@s:a@b>", {{"X", "a@b"}}},
        Case{"Group",
             "Friends: a@b, Bob <c@d>;",
             {{"", "a@b", "Friends"}, {"Bob", "c@d", "Friends"}}},
        Case{"GroupThenMore", "A B:a@b;, c@d", {{"", "a@b", "A B"}, {"", "c@d"}}},
        Case{"EmptyGroup", "undisclosed-recipients:;", {}},
        Case{"Literal", "a@[127.0.0.1]", {{"", "a@[127.0.0.1]"}}},
        Case{"LiteralIpv6", "a@[IPv6:::1], b@c", {{"", "a@[IPv6:::1]"}, {"", "b@c"}}},
        Case{"EncodedName", "=?utf-8?q?J=C3=B6rg?= =?utf-8?q?_X?= <a@b>", {{"Jörg X", "a@b"}}},
        Case{"EncodedComma", "=?utf-8?q?a,_b<c>?= <a@b>", {{"a, b<c>", "a@b"}}},
        Case{"EncodedInQuotes", "\"=?utf-8?q?J=C3=B6rg?=\" <a@b>", {{"Jörg", "a@b"}}},
        Case{"EncodedComment", "a@b (=?utf-8?q?J=C3=B6rg?=)", {{"Jörg", "a@b"}}},
        Case{"EncodedAlone", "=?utf-8?q?Bob?=", {{"Bob", ""}}},
        Case{"Raw8Bit", "J\xf6rg <j\xc3\xb6@b>", {{"Jörg", "jö@b"}}},
        Case{"LoneWord", "root", {{"", "root"}}},
        Case{"NoAddress", "Bob Smith", {{"Bob Smith", ""}}},
        Case{"NameWithoutBrackets", "Bob Smith a@b", {{"Bob Smith", "a@b"}}},
        Case{"Semicolons", "a@b; c@d", {{"", "a@b"}, {"", "c@d"}}},
        Case{"BracketNotClosed", "Bob <a@b", {{"Bob", "a@b"}}},
        Case{"BracketNotClosedThenComma", "Bob <a@b, c@d", {{"Bob", "a@b"}, {"", "c@d"}}},
        Case{"QuoteNotClosed", "\"Bob <a@b>, c@d", {{"\"Bob", "a@b"}, {"", "c@d"}}},
        Case{"MissingComma", "<a@b> <c@d>", {{"", "a@b"}, {"", "c@d"}}}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Mailboxes, AreReadInLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "Bob Smith <bob@example.test>,\r\n ";
  EXPECT_EQ(parse_mailboxes(many).size(), 100'000u);
  for (const std::string part :
       {"(", "(()", "<", "\"", "\\\"", ":", "a@:", "@", ". ", "=?", "<(", "a b "}) {
    std::string text;
    while (text.size() < 1 << 18) text += part;
    EXPECT_LE(parse_mailboxes(text).size(), text.size());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
