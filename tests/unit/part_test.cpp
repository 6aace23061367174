#include "mail/part.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

using Views = std::vector<std::string_view>;

Views parts(std::string_view body, std::string_view boundary = "b") {
  Views found;
  PartReader reader(body, boundary);
  while (const auto part = reader.next()) found.push_back(*part);
  return found;
}

TEST(Parts, StandBetweenDelimiters) {
  struct {
    const char *name, *body;
    Views parts;
  } cases[] = {
      {"two", "--b\r\n1\r\n--b\r\n2\r\n--b--\r\n", {"1", "2"}},
      {"preamble and epilogue", "pre\r\n--b\r\n1\r\n--b--\r\nepi\r\n--b\r\nno", {"1"}},
      {"bare LF", "--b\n1\n\n--b\n2\n--b--", {"1\n", "2"}},
      {"white space behind", "--b \t\r\n1\r\n--b-- \r\n", {"1"}},
      {"longer boundary", "--b\r\n--bc\r\n--b--x\r\n--b--", {"--bc\r\n--b--x"}},
      {"not at the line's begin", "--b\r\n x--b\r\n--b--", {" x--b"}},
      {"never closed", "--b\r\n1\r\n--b\r\n2\r\n", {"1", "2\r\n"}},
      {"empty part", "--b\r\n--b--", {""}},
      {"none", "text", {}},
      {"only closed", "--b--\r\ntext", {}},
      {"empty", "", {}},
  };
  for (const auto& c : cases) EXPECT_EQ(parts(c.body), c.parts) << c.name;
  EXPECT_EQ(parts("--\r\n1\r\n----\r\n", ""), Views{});
}

TEST(Parts, AreReadInLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  std::string body;
  for (int i = 0; i < 200'000; ++i) body += "--b\n";
  EXPECT_EQ(parts(body).size(), 200'000u);
  EXPECT_EQ(parts(body, "bb").size(), 0u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
