// Draws: the same everywhere, even, and independent of each other.
#include "scenario/draw.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace mailrig {
namespace {

TEST(Draw, IsTheSameOnEveryPlatform) {
  EXPECT_EQ(Draw().value(), 0x492b8d6066c09227u);
  EXPECT_EQ(Draw().mix(42).mix("bob@y.test").mix(3).value(), 0x7139b6724798c38eu);
}

TEST(Draw, StaysBelowOneAndIsEven) {
  std::array<int, 10> tenths{};
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const double unit = Draw().mix(7).mix(i).unit();
    ASSERT_GE(unit, 0);
    ASSERT_LT(unit, 1);
    ++tenths[static_cast<std::size_t>(unit * 10)];
  }
  // 10,000 expected in each; five standard deviations are 474.
  for (const int count : tenths) EXPECT_NEAR(count, 10'000, 474);
}

TEST(Draw, TellsEveryPartApart) {
  std::set<std::uint64_t> values;
  values.insert(Draw().mix("ab").mix("c").value());
  values.insert(Draw().mix("a").mix("bc").value());
  values.insert(Draw().mix("abc").value());
  values.insert(Draw().mix("c").mix("ab").value());
  values.insert(Draw().mix("").mix("abc").value());
  values.insert(Draw().mix(std::string_view("ab\0", 3)).mix("c").value());
  values.insert(Draw().mix(std::string_view("\0", 1)).value());
  values.insert(Draw().mix(std::string_view("\0\0", 2)).value());
  EXPECT_EQ(values.size(), 8u);
}

TEST(Draw, ChangesWithEachSeed) {
  // Neighbouring seeds must not give neighbouring draws.
  int below = 0;
  for (std::uint64_t seed = 0; seed < 10'000; ++seed)
    below += Draw().mix(seed).mix("key").mix(1).unit() < 0.1;
  EXPECT_NEAR(below, 1'000, 150);
}

}  // namespace
}  // namespace mailrig
