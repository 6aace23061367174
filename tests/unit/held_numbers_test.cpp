// Whatever goes, what is left is what a plain list would have.
#include "store/held_numbers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace mailrig {
namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers all_of(const HeldNumbers& held) { return {held.begin(), held.end()}; }

TEST(HeldNumbers, TakesFromTheFrontAndFromWithin) {
  HeldNumbers held;
  EXPECT_TRUE(held.empty());
  held.take(1);
  for (const std::uint64_t number : {3, 5, 8, 9}) held.push_back(number);
  held.take(3);
  held.take(8);
  held.take(4);
  EXPECT_EQ(all_of(held), (Numbers{5, 9}));
  held.take(5);
  held.take(9);
  EXPECT_TRUE(held.empty());
  held.push_back(11);
  EXPECT_EQ(all_of(held), Numbers{11});
}

TEST(HeldNumbers, HoldsWhatAPlainListWould) {
  std::mt19937 random(5);
  HeldNumbers held;
  Numbers plain;
  std::uint64_t next = 0;
  for (int i = 0; i < 5'000; ++i) {
    if (random() % 3 != 0) {
      held.push_back(next += 1 + random() % 3);
      plain.push_back(next);
    } else if (!plain.empty()) {
      const std::size_t place = random() % 4 ? 0 : random() % plain.size();
      held.take(plain[place]);
      plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(place));
    }
    ASSERT_EQ(held.size(), plain.size());
  }
  EXPECT_EQ(all_of(held), plain);
}

}  // namespace
}  // namespace mailrig
