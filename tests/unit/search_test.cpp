// The search language, parsed and held against records given as field=value.
#include "match/search.hpp"

#include <gtest/gtest.h>

#include <map>

namespace mailrig {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

const SearchTime now{1'764'000'000s};
using Record = std::map<std::string, Value>;

bool finds(const std::string& text, const Record& record, Searched searched = Searched::messages) {
  const auto parsed = parse_search(text, searched, now);
  const auto* search = std::get_if<Search>(&parsed);
  EXPECT_NE(search, nullptr) << text << ": " << std::get<SearchFault>(parsed).what;
  return search && matches(*search, [&](const FieldName& name) {
           const auto found = record.find(to_string(name));
           return found == record.end() ? Value() : found->second;
         });
}

SearchFault fault(const std::string& text, Searched searched = Searched::messages) {
  const auto parsed = parse_search(text, searched, now);
  const auto* wrong = std::get_if<SearchFault>(&parsed);
  EXPECT_NE(wrong, nullptr) << text << " is no error";
  return wrong ? *wrong : SearchFault{};
}

const Record record = {
    {"from", "ann@x.test"sv},
    {"to", std::vector<std::string>{"Bob@Y.test", "carl@z.test"}},
    {"subject", std::vector<std::string>{"Order 17 confirmed"}},
    {"body", "Dear Bob, the parcel (big) left. Re: 12:30"sv},
    {"text",
     std::vector<std::string>{"Order 17 confirmed", "Dear Bob, the parcel (big) left. Re: 12:30"}},
    {"header:X-Mailer", std::vector<std::string>{"swaks v1"}},
    {"size", std::int64_t{2'000}},
    {"time", (now - 10min).time_since_epoch() / 1us},
    {"read", false},
    {"tag", std::vector<std::string>{"first", "red"}},
    {"inbox", std::vector<std::string>{"default"}},
    {"outcome", "250"sv},
    {"has", "attachment"sv},
    {"rule", std::vector<std::string>{"r1"}},
};

TEST(Search, FindsWithEachOperator) {
  for (const char* text : {"",
                           "   ",
                           "from:ann",
                           "from:ann@x.test",
                           "from:ANN@X.TEST",
                           "to:bob",
                           "to:@y.test",
                           "to:bob@y.test",
                           "to:carl@z.test",
                           "to:*@y.test",
                           "subject:order",
                           "subject:\"17 conf\"",
                           "subject:/^Order \\d+/",
                           "subject:/^order/i",
                           "subject:or*17",
                           "body:parcel",
                           "body:\"Dear Bob\"",
                           "header:X-Mailer",
                           "header:X-Mailer:SWAKS",
                           "header:X-Mailer:\"swaks v1\"",
                           "header:X-Mailer:/v\\d/",
                           "has:attachment",
                           "is:unread",
                           "is:accepted",
                           "since:15m",
                           "until:5m",
                           "since:2025-11-24",
                           "since:2025-11-24T15:00:00Z",
                           "larger:1k",
                           "smaller:2k",
                           "larger:1999",
                           "smaller:2001",
                           "size:>1000",
                           "size:2000",
                           "tag:red",
                           "inbox:default",
                           "outcome:250",
                           "outcome:2*",
                           "outcome:any",
                           "rule:r1",
                           "parcel",
                           "17",
                           "\"(big)\"",
                           "http://x.test OR parcel",
                           "12:30",
                           "\"Re:\""})
    EXPECT_TRUE(finds(text, record)) << text;
}

TEST(Search, FindsNothingWhereAnOperatorDoesNotHold) {
  for (const char* text : {"from:bob",         "from:nn@x.test",
                           "to:b@y.test",      "to:ob@y.test",
                           "subject:parcel",   "subject:\"or*17\"",
                           "subject:/^order/", "body:order",
                           "header:X-Other",   "header:X-Mailer:outlook",
                           "is:read",          "is:refused",
                           "since:5m",         "until:15m",
                           "larger:2000",      "smaller:2000",
                           "larger:1M",        "tag:re",
                           "inbox:other",      "outcome:25",
                           "rule:r",           "invoice",
                           "from:\"\"",        "from:<>"})
    EXPECT_FALSE(finds(text, record)) << text;
  EXPECT_TRUE(finds("from:<>", {{"from", ""sv}}));
}

TEST(Search, CombinesTermsAsAnyProgrammerExpects) {
  const std::pair<const char*, bool> cases[] = {
      {"from:ann to:bob", true},
      {"from:ann to:dan", false},
      {"from:ann AND to:bob", true},
      {"from:dan OR to:bob", true},
      {"from:dan OR to:dan", false},
      {"from:dan to:bob OR subject:order", true},  // (a b) OR c
      {"subject:order OR from:dan to:dan", true},  // a OR (b c)
      {"(subject:order OR from:ann) to:dan", false},
      {"-from:ann", false},
      {"-from:dan", true},
      {"NOT from:dan parcel", true},
      {"-(from:dan OR to:dan)", true},
      {"-(from:dan OR to:bob)", false},
      {"--from:ann", true},
      {"-\"no such\" -is:read", true},
      {"((((parcel))))", true},
      {"outcome:any OR from:dan", true},
      {"-outcome:any", false},
      {"ORDER", true},
      {"ANDROID", false},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(finds(text, record), expected) << text;
}

TEST(Search, NamesTheFaultAndItsPlace) {
  struct Case {
    const char* text;
    std::size_t place;
    const char* what;
  };
  const Case cases[] = {
      {"form:ann", 1, "unknown operator form:"},
      {"ü parcel form:ann", 10, "unknown operator form:"},
      {"Re: hello", 1, "unknown operator Re:"},
      {"from:", 1, "from: has no value"},
      {"from: ann", 1, "from: has no value"},
      {"header:", 1, "is no name of a header"},
      {"header:X-A:", 1, "header:X-A: has no value"},
      {"has:fun", 5, "nothing a message can have"},
      {"is:failed", 4, "nothing that messages can be"},
      {"since:yesterday", 7, "neither a time nor a duration"},
      {"since:5", 7, "neither a time nor a duration"},
      {"larger:big", 8, "is no size"},
      {"size:>x", 6, "is a number"},
      {"subject:\"a b", 9, "the quote is never closed"},
      {"subject:/a", 9, "the regular expression is never closed"},
      {"subject:/(/", 9, "subject:"},
      {"(from:a", 1, "( is never closed"},
      {"from:a)", 7, ") closes nothing"},
      {"a OR", 3, "OR has nothing behind it"},
      {"OR a", 1, "OR has nothing before it"},
      {"a OR OR b", 3, "OR has nothing behind it"},
      {"a AND", 3, "AND has nothing on one side"},
      {"()", 1, "nothing between ( and )"},
      {"a -", 3, "nothing is negated here"},
      {"- a", 1, "nothing is negated here"},
      {"from:(a OR b)", 6, "an operator takes one value"},
      {"closedBy:client", 1, "unknown operator closedBy:"},
  };
  for (const Case& each : cases) {
    const SearchFault found = fault(each.text);
    EXPECT_EQ(found.place, each.place) << each.text << ": " << found.what;
    EXPECT_NE(found.what.find(each.what), std::string::npos) << each.text << ": " << found.what;
  }
}

TEST(Search, HasOperatorsForTheRecordsThatHaveTheField) {
  EXPECT_TRUE(finds("is:failed closedBy:client", {{"failed", true}, {"closedBy", "client"sv}},
                    Searched::sessions));
  EXPECT_TRUE(finds("is:refused", {{"outcome", "451"sv}}, Searched::transactions));
  EXPECT_EQ(fault("from:ann", Searched::sessions).unknown, "from:");
  EXPECT_EQ(fault("tag:red", Searched::transactions).unknown, "tag:");
  EXPECT_EQ(fault("is:unread", Searched::transactions).place, 4u);
}

TEST(Search, IsBoundedInLengthTermsAndDepth) {
  EXPECT_NE(fault(std::string(4'097, 'a')).what.find("longer than"), std::string::npos);
  std::string many;
  for (int i = 0; i < 201; ++i) many += "a ";
  EXPECT_NE(fault(many).what.find("more than 200 terms"), std::string::npos);
  EXPECT_NE(fault(std::string(2'000, '(')).what.find("nested more than 50"), std::string::npos);
  EXPECT_NE(fault(std::string(2'000, '-') + "a").what.find("nested more than 50"),
            std::string::npos);
  EXPECT_TRUE(finds(std::string(50, '(') + "parcel" + std::string(50, ')'), record));
}

TEST(Search, HandsOutTheConditionsThatMustHoldWhateverElse) {
  auto parsed =
      parse_search("subject:a (from:b OR from:c) to:d@x.test -to:e", Searched::messages, now);
  Search& search = std::get<Search>(parsed);
  const Conditions taken = take_conditions(search);
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].field.field, Field::to);  // it costs less than to read a header
  EXPECT_EQ(taken[0].pattern.literal(), "d@x.test");
  EXPECT_EQ(taken[1].field.field, Field::subject);
  EXPECT_EQ(search.parts.size(), 2u);
}

}  // namespace
}  // namespace mailrig
