// Durations and delays as written in rules.
#include <gtest/gtest.h>

#include "scenario/rule.hpp"

namespace mailrig {
namespace {

TEST(Duration, ReadsANumberAndItsUnit) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"500ms", 500},      {"2s", 2'000},   {"5m", 300'000}, {"1h", 3'600'000},
      {"2d", 172'800'000}, {"1.5s", 1'500}, {"0s", 0},       {"3650d", 3'650ll * 86'400'000}};
  for (const auto& [text, milliseconds] : cases) {
    const auto time = parse_duration(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(time->count(), milliseconds) << text;
  }
}

TEST(Duration, AsksForTheUnit) {
  EXPECT_EQ(parse_duration("5").error().what, "unit required: did you mean \"5s\"?");
  EXPECT_EQ(parse_duration("1.5").error().what, "unit required: did you mean \"1.5s\"?");
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* text : {"", "s", "-5s", "+5s", "5 s", "5sec", "5S", "1e3s", "inf", "nan", "0x5s",
                           "3651d", "99999999999999999999d", "5s ", "1m30s", ".5s"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(DelayPlan, ReadsATimeARangeAndForEver) {
  EXPECT_EQ(parse_delay("5s")->most.count(), 5'000);
  const auto range = parse_delay("1s-3s");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->least.count(), 1'000);
  EXPECT_EQ(range->most.count(), 3'000);
  EXPECT_TRUE(parse_delay("forever")->forever);
  for (const char* text : {"3s-1s", "1-3s", "1s-", "-3s", "never", "1s-forever", "1s-2s-3s"})
    EXPECT_FALSE(parse_delay(text)) << text;
}

TEST(DelayPlan, DrawsBothEndsAndNothingBeyond) {
  const auto plan = *parse_delay("10ms-12ms");
  EXPECT_EQ(draw_delay(plan, 0).time.count(), 10);
  EXPECT_EQ(draw_delay(plan, 0.5).time.count(), 11);
  EXPECT_EQ(draw_delay(plan, 0x1.fffffffffffffp-1).time.count(), 12);
  EXPECT_EQ(draw_delay(*parse_delay("5s"), 0.999).time.count(), 5'000);
}

}  // namespace
}  // namespace mailrig
