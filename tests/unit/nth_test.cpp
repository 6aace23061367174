// Which ordinals a rule's `nth` names.
#include <gtest/gtest.h>

#include "scenario/rule.hpp"

namespace mailrig {
namespace {

struct Case {
  const char* text;
  std::vector<std::uint64_t> in, out;
};

TEST(Nth, NamesOrdinals) {
  const Case cases[] = {
      {"1", {1}, {2, 10}},
      {"1-2", {1, 2}, {3, 100}},
      {"4-", {4, 5, 1'000'000}, {1, 3}},
      {"*/10", {10, 20, 1'000}, {1, 9, 11}},
      {"1,3", {1, 3}, {2, 4}},
      {"1, 3-4 ,*/10", {1, 3, 4, 10, 20}, {2, 5, 11}},
      {"18446744073709551615", {18446744073709551615u}, {1}},
  };
  for (const Case& each : cases) {
    const auto nth = Nth::parse(each.text);
    ASSERT_TRUE(nth) << each.text;
    for (const auto ordinal : each.in) EXPECT_TRUE(nth->contains(ordinal)) << each.text << ordinal;
    for (const auto ordinal : each.out)
      EXPECT_FALSE(nth->contains(ordinal)) << each.text << ordinal;
    EXPECT_EQ(nth->to_string(), each.text);
  }
}

TEST(Nth, RefusesWhatNamesNothing) {
  for (const char* text : {"", "0", "-1", "1-2-3", "*", "*/0", "1,", ",", "a", "1.5", "- 2", "-",
                           "0-3", "18446744073709551616", "+1", "1 2"})
    EXPECT_FALSE(Nth::parse(text)) << text;
}

TEST(Nth, TurnsABackwardsRangeAround) {
  const auto nth = Nth::parse("3-1");
  ASSERT_FALSE(nth);
  EXPECT_EQ(nth.error().what, "\"3-1\" runs backwards: did you mean \"1-3\"?");
}

}  // namespace
}  // namespace mailrig
