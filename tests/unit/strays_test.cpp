#include "smtp/strays.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

using namespace std::string_view_literals;

std::string as(std::string_view profile, std::string_view content, bool chunked = false) {
  return as_received(content, *find_profile(profile), chunked);
}

TEST(Strays, AreFound) {
  EXPECT_FALSE(find_strays("a\r\nb\r\n").bare_lf);
  EXPECT_FALSE(find_strays("a\r\nb\r\n").bare_cr);
  EXPECT_TRUE(find_strays("a\nb").bare_lf);
  EXPECT_TRUE(find_strays("\n").bare_lf);
  EXPECT_TRUE(find_strays("a\rb").bare_cr);
  EXPECT_TRUE(find_strays("a\r\r\n").bare_cr);
  EXPECT_TRUE(find_strays("a\r").bare_cr);
  EXPECT_TRUE(find_strays("a\0"sv).nul);
  EXPECT_TRUE(find_strays("\xc3\xa4").eight_bit);
  EXPECT_EQ(find_strays("abc\r\nab").longest_line, 5u);
}

TEST(Strays, AreShownAsTheReceiverHasThem) {
  constexpr std::string_view sent = "a\nb\rc\0d\r\n"sv;
  EXPECT_EQ(as("default", sent), sent);
  EXPECT_EQ(as("postfix-3.7", sent), "a\r\nb\rc\0d\r\n"sv);
  EXPECT_EQ(as("postfix-3.9", sent), "a\r\nb c\0d\r\n"sv);
}

TEST(Strays, LetTheFirstLineDecideForExim) {
  EXPECT_EQ(as("exim-4.98", "S: x\r\na\n.b\r\n"), "S: x\r\na .b\r\n");
  EXPECT_EQ(as("exim-4.98", "S: x\na\n.b\r\n"), "S: x\r\na\r\nb\r\n");
}

TEST(Strays, LoseADotBehindLfWhereTheReceiverTakesItOff) {
  EXPECT_EQ(as("postfix-3.7", "a\n.b\r\n.c\r\n"), "a\r\nb\r\n.c\r\n");
  EXPECT_EQ(as("postfix-3.7", "a\n.b\r\n", true), "a\r\n.b\r\n");
}

TEST(Profiles, AreNineAndFoundByName) {
  EXPECT_EQ(profiles().size(), 9u);
  EXPECT_EQ(profiles().front().name, "default");
  for (const Profile& one : profiles()) EXPECT_EQ(find_profile(one.name), &one);
  EXPECT_EQ(find_profile("nope"), nullptr);
}

}  // namespace
}  // namespace mailrig::smtp
