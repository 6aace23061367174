// Reading JSON documents: what is wrong with them, and where.
#include "json/document.hpp"

#include <gtest/gtest.h>

namespace mailrig::json {
namespace {

std::vector<std::string> faults(std::string_view text, DocumentLimits limits = {}) {
  const auto tree = read_document(text, limits);
  std::vector<std::string> all;
  if (!tree)
    for (const Fault& fault : tree.error()) all.push_back(fault.pointer + ": " + fault.reason);
  return all;
}

std::string only(std::string_view text) {
  const auto all = faults(text);
  EXPECT_EQ(all.size(), 1u) << text;
  return all.empty() ? "" : all.front();
}

TEST(Document, KeepsWhatIsThereInItsOrder) {
  const auto tree = read_document(R"({"b": [1, 2.5, null, true, "x"], "a": {}})");
  ASSERT_TRUE(tree);
  EXPECT_EQ(write_document(*tree), R"({"b":[1,2.5,null,true,"x"],"a":{}})");
}

TEST(Document, NamesLineAndColumnOfASyntaxError) {
  EXPECT_EQ(only("{\n\n  \"a\" 5}").find(": no JSON at line 3, column 7: "), 0u);
  for (const char* text : {"{\"a\":1,}", "[1,2", "nul", "{} x", "{'a':1}", "[1e999]", "// no\n{}",
                           "\"\xff\"", "[\"\x01\"]", "[01]"})
    EXPECT_NE(only(text).find("line 1, column "), std::string::npos) << text;
}

TEST(Document, KeepsWhatItQuotesShort) {
  EXPECT_LT(only("[\"" + std::string(100'000, 'x')).size(), 500u);
}

TEST(Document, RefusesNothingAtAll) {
  EXPECT_EQ(only(""), ": the document is empty");
  EXPECT_EQ(only(" \r\n"), ": the document is empty");
}

TEST(Document, FindsEveryFieldGivenTwice) {
  const std::vector<std::string> wanted{"/a: this field is given twice",
                                        "/b/1/x~1y~0: this field is given twice"};
  EXPECT_EQ(faults(R"({"a":1,"a":2,"b":[0,{"x/y~":1,"x/y~":2}]})"), wanted);
}

TEST(Document, IsBoundedInDepthSizeAndFields) {
  EXPECT_TRUE(faults("[[[1]]]", {100, 3}).empty());
  EXPECT_EQ(faults("[[[[1]]]]", {100, 3}).at(0), "/0/0: nested deeper than 3 levels");
  EXPECT_EQ(only(std::string(1'000'000, '[')).substr(0, 4), "/0/0");
  EXPECT_EQ(faults("[1,2,3]", {6, 3}).at(0), ": the document has 7 octets; at most 6 are read");
  std::string many = "{\"a\":0";
  for (int i = 0; i < 1'000; ++i) many += ",\"" + std::to_string(i) + "\":0";
  EXPECT_EQ(only(many + "}"), ": an object of more than 1000 fields");
  EXPECT_EQ(only("{\"" + std::string(1'001, 'n') + "\":0}"),
            ": a field's name of more than 1000 octets");
}

TEST(Node, SaysWhatIsThereWhereSomethingElseWasExpected) {
  const Tree tree = *read_document(R"({"n": 1, "s": "x", "big": 18446744073709551615, "f": 1.5})");
  Faults faults;
  const Node node(tree, faults);
  EXPECT_FALSE(node.field("n")->text());
  EXPECT_FALSE(node.field("s")->integer());
  EXPECT_FALSE(node.field("big")->integer());
  EXPECT_FALSE(node.field("f")->integer());
  EXPECT_FALSE(node.field("s")->boolean());
  EXPECT_FALSE(node.field("s")->elements());
  EXPECT_FALSE(node.field("s")->fields({}));
  EXPECT_FALSE(node.field("none"));
  ASSERT_EQ(faults.size(), 7u);
  EXPECT_EQ(faults[0].pointer, "/n");
  EXPECT_EQ(faults[0].reason, "a number where a string was expected");
  EXPECT_EQ(faults[1].reason, "a string where a whole number was expected");
  EXPECT_EQ(faults[2].reason, "the number is too large");
}

TEST(Node, SuggestsTheFieldThatWasMeant) {
  const Tree tree = *read_document(R"({"replay": 1, "zzz": 2, "reply": 3, "ON": 4})");
  Faults faults;
  EXPECT_TRUE(Node(tree, faults).fields({"reply", "on"}));
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(faults[0].reason, "unknown field /replay");
  EXPECT_EQ(faults[0].hint, "did you mean reply?");
  EXPECT_EQ(faults[1].hint, "known here: reply, on");
  EXPECT_EQ(faults[2].hint, "did you mean on?");
}

TEST(Node, StopsCollectingAtAHundredFaults) {
  std::string text = "[";
  for (int i = 0; i < 500; ++i) text += "1,";
  const Tree tree = *read_document(text + "1]");
  Faults faults;
  const Node node(tree, faults);
  const auto elements = node.elements();
  ASSERT_TRUE(elements);
  for (const Node& element : *elements) element.text();
  EXPECT_EQ(faults.size(), 100u);
}

}  // namespace
}  // namespace mailrig::json
