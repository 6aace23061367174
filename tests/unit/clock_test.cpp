// Policy time against real time, now and in the past.
#include "scenario/clock.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

WallTime at(int second) { return WallTime(seconds(second)); }

TEST(PolicyClock, IsRealTimeUntilItIsChanged) {
  const PolicyClock clock;
  EXPECT_EQ(clock.at(at(7)), at(7));
  EXPECT_EQ(clock.when(at(7)), at(7));
  EXPECT_EQ(clock.scale(), 1);
  EXPECT_TRUE(clock.breaks().empty());
}

TEST(PolicyClock, JumpsAndKeepsWhereItDid) {
  PolicyClock clock;
  EXPECT_TRUE(clock.advance(at(100), hours(1)));
  EXPECT_EQ(clock.at(at(99)), at(99));
  EXPECT_EQ(clock.at(at(100)), at(3'700));
  EXPECT_EQ(clock.at(at(110)), at(3'710));
  EXPECT_EQ(clock.when(at(3'710)), at(110));
  EXPECT_EQ(clock.when(at(200)), at(100));  // it jumped over that
}

TEST(PolicyClock, RunsAtItsScaleFromThereOn) {
  PolicyClock clock;
  clock.set_scale(at(100), 60);
  EXPECT_EQ(clock.at(at(101)), at(160));
  EXPECT_EQ(clock.when(at(160)), at(101));
  clock.advance(at(101), seconds(40));
  EXPECT_EQ(clock.at(at(102)), at(260));
  clock.set_scale(at(102), 1);
  EXPECT_EQ(clock.at(at(103)), at(261));
  // The past goes by the breaks of its time.
  EXPECT_EQ(clock.at(at(100)), at(100));
  EXPECT_EQ(clock.breaks().size(), 3u);
}

TEST(PolicyClock, CanStandStill) {
  PolicyClock clock;
  clock.set_scale(at(100), 0);
  EXPECT_EQ(clock.at(at(5'000)), at(100));
  EXPECT_FALSE(clock.when(at(101)));
  clock.advance(at(5'000), seconds(10));
  EXPECT_EQ(clock.at(at(9'000)), at(110));
}

TEST(PolicyClock, StaysInTheYearsThatCanBeWritten) {
  PolicyClock clock;
  int jumps = 0;
  while (clock.advance(at(100 + jumps), hours(24 * 3'650))) ++jumps;
  EXPECT_GT(jumps, 600);
  EXPECT_LT(jumps, 800);
  clock.set_scale(at(1'000'000), PolicyClock::fastest);
  EXPECT_LT(clock.at(at(2'000'000'000)),
            WallTime(std::chrono::sys_days(std::chrono::year{9001} / 1 / 1)));
}

TEST(PolicyClock, KeepsABoundedNumberOfBreaks) {
  PolicyClock clock;
  for (int i = 0; i < 25'000; ++i) clock.advance(at(i), seconds(1));
  EXPECT_LE(clock.breaks().size(), PolicyClock::most_breaks);
  EXPECT_EQ(clock.at(at(24'999)), at(49'999));
}

TEST(PolicyClock, TakesTheTimeOfAThreadThatWaitedForItsTurn) {
  PolicyClock clock;
  clock.advance(at(100), seconds(50));
  clock.advance(at(99), seconds(50));
  EXPECT_EQ(clock.at(at(100)), at(200));
}

}  // namespace
}  // namespace mailrig
