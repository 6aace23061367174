#include "mail/header.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

using Strings = std::vector<std::string>;

TEST(Header, IsReadFieldByField) {
  const std::string message =
      "From: a@b\r\nSubject:  two\r\n words \r\nX-Empty:\r\n\r\nBody: no\r\n";
  HeaderReader reader(message);
  const auto from = reader.next(), subject = reader.next(), empty = reader.next();
  ASSERT_TRUE(from && subject && empty);
  EXPECT_EQ(from->name, "From");
  EXPECT_EQ(from->value, " a@b");
  EXPECT_EQ(from->offset, 0u);
  EXPECT_EQ(subject->value, "  two\r\n words ");
  EXPECT_EQ(subject->raw, "Subject:  two\r\n words ");
  EXPECT_EQ(message.substr(subject->offset, 7), "Subject");
  EXPECT_EQ(empty->value, "");
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(message.substr(reader.position()), "Body: no\r\n");
}

TEST(Header, TakesWhatIsBroken) {
  struct {
    const char* name;
    std::string message;
    Strings names, values;
    std::string body;
  } cases[] = {
      {"bare LF", "A: 1\nB: 2\n 3\n\nx", {"A", "B"}, {" 1", " 2\n 3"}, "x"},
      {"mixed line ends", "A: 1\r\nB: 2\n\r\nx", {"A", "B"}, {" 1", " 2"}, "x"},
      {"no body", "A: 1\r\n", {"A"}, {" 1"}, ""},
      {"no line end", "A: 1", {"A"}, {" 1"}, ""},
      {"no header", "\r\nx", {}, {}, "x"},
      {"nothing", "", {}, {}, ""},
      {"no colon", "A: 1\r\nhello\r\nB: 2\r\n\r\n", {"A", "", "B"}, {" 1", "hello", " 2"}, ""},
      {"space in the name", "a b: 1\r\n\r\n", {""}, {"a b: 1"}, ""},
      {"no name", ": 1\r\n\r\n", {""}, {": 1"}, ""},
      {"space before the colon", "A \t: 1\r\n\r\n", {"A"}, {" 1"}, ""},
      {"8-bit name", "\xc3\xbc: 1\r\n\r\n", {""}, {"\xc3\xbc: 1"}, ""},
      {"folded first line", " x\r\nA: 1\r\n\r\n", {"", "A"}, {" x", " 1"}, ""},
      {"blank folded line", "A: 1\r\n \r\nB: 2\r\n\r\n", {"A", "B"}, {" 1\r\n ", " 2"}, ""},
      {"lone CR", "A: 1\rB: 2\r\n\r\n", {"A"}, {" 1\rB: 2"}, ""},
      {"NUL", std::string("A: \0\r\n\r\n", 8), {"A"}, {std::string(" \0", 2)}, ""},
  };
  for (const auto& c : cases) {
    Strings names, values;
    HeaderReader reader(c.message);
    while (const auto field = reader.next()) {
      names.emplace_back(field->name);
      values.emplace_back(field->value);
    }
    EXPECT_EQ(names, c.names) << c.name;
    EXPECT_EQ(values, c.values) << c.name;
    EXPECT_EQ(body_of(c.message), c.body) << c.name;
  }
}

TEST(Header, FindsFieldsWithoutCase) {
  const std::string_view message = "to: a\r\nTO: b\r\nCc: c\r\n\r\nTo: d\r\n";
  EXPECT_EQ(find_header(message, "To"), " a");
  EXPECT_EQ(find_headers(message, "tO"), (std::vector<std::string_view>{" a", " b"}));
  EXPECT_FALSE(find_header(message, "Bcc"));
  EXPECT_FALSE(find_header("hello\r\n\r\n", ""));
}

TEST(Header, UnfoldsOntoOneLine) {
  EXPECT_EQ(unfold(" a\r\n b\r\n\tc "), "a b\tc");
  EXPECT_EQ(unfold(" a\n b\r\n \r\n"), "a b");
  EXPECT_EQ(unfold("a\rb"), "a\rb");
  EXPECT_EQ(unfold(" \r\n "), "");
}

TEST(Header, IsReadInLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  std::string lines;
  for (int i = 0; i < 200'000; ++i) lines += "X: 1\n";
  EXPECT_EQ(find_headers(lines, "x").size(), 200'000u);
  std::string folded = "Subject: a";
  for (int i = 0; i < 200'000; ++i) folded += "\r\n b";
  EXPECT_EQ(unfold(*find_header(folded, "Subject")).size(), 400'001u);
  EXPECT_EQ(find_header("A:" + std::string(1 << 20, 'x'), "a")->size(), 1u << 20);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
