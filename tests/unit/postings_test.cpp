#include "store/postings.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace mailrig {
namespace {

std::vector<std::uint64_t> all(const Postings& list, std::uint64_t from, bool ascending,
                               std::size_t most = 1'000'000) {
  std::vector<std::uint64_t> out;
  list.walk(from, ascending, most, [&](std::uint64_t number) { out.push_back(number); });
  return out;
}

using Numbers = std::vector<std::uint64_t>;

TEST(Postings, HoldsOneNumberAsWellAsMany) {
  Postings list;
  EXPECT_EQ(all(list, 0, true), Numbers{});
  list.add(7);
  list.add(7);
  EXPECT_EQ(list.size(), 1u);
  EXPECT_EQ(all(list, 0, true), Numbers{7});
  EXPECT_EQ(all(list, 0, false), Numbers{7});
  EXPECT_EQ(all(list, 7, true), Numbers{});
  EXPECT_EQ(all(list, 7, false), Numbers{});
  list.add(5);
  list.add(9);
  list.add(7);
  EXPECT_EQ(all(list, 0, true), (Numbers{5, 7, 9}));
  EXPECT_EQ(all(list, 9, false), (Numbers{7, 5}));
  EXPECT_EQ(all(list, 5, true, 1), Numbers{7});
  list.remove(6);
  list.remove(7);
  list.remove(7);
  EXPECT_EQ(list.size(), 2u);
  EXPECT_EQ(all(list, 0, false), (Numbers{9, 5}));
  list.add(7);
  EXPECT_EQ(list.size(), 3u);
  for (const std::uint64_t number : {5, 7, 9}) list.remove(number);
  EXPECT_EQ(list.size(), 0u);
}

TEST(Postings, BeginsAWalkAnywhereInAndBetweenBlocks) {
  const std::set<std::uint64_t> held = {1,
                                        14,
                                        15,
                                        16,
                                        17,
                                        31,
                                        32,
                                        40,
                                        47,
                                        48,
                                        100,
                                        111,
                                        112,
                                        4'096,
                                        (std::uint64_t{1} << 40) + 5,
                                        (std::uint64_t{1} << 40) + 6};
  Postings list;
  for (const std::uint64_t number : held) list.add(number);
  Numbers places(130);
  for (std::uint64_t i = 0; i < places.size(); ++i) places[i] = i;
  for (const std::uint64_t number : held)
    for (const std::uint64_t place : {number - 1, number, number + 1}) places.push_back(place);
  for (const std::uint64_t from : places)
    for (const std::size_t most : {0, 1, 2, 3, 50}) {
      Numbers up(held.upper_bound(from), held.end());
      Numbers down(from == 0
                       ? held.rbegin()
                       : std::set<std::uint64_t>::const_reverse_iterator(held.lower_bound(from)),
                   held.rend());
      up.resize(std::min(up.size(), most));
      down.resize(std::min(down.size(), most));
      ASSERT_EQ(all(list, from, true, most), up) << from << " " << most;
      ASSERT_EQ(all(list, from, false, most), down) << from << " " << most;
      ASSERT_EQ(list.walk(from, true, most, [](std::uint64_t) {}), up.empty() ? 0 : up.back());
    }
}

TEST(Postings, ForgetsTheOldestWithoutKeepingTheirRoom) {
  Postings list;
  for (std::uint64_t number = 1; number <= 100'000; ++number) {
    list.add(number);
    if (number > 10) list.remove(number - 10);
  }
  EXPECT_EQ(list.size(), 10u);
  EXPECT_EQ(all(list, 0, true, 2), (Numbers{99'991, 99'992}));
  EXPECT_EQ(all(list, 0, false, 2), (Numbers{100'000, 99'999}));
  list.add(99'990);
  EXPECT_EQ(all(list, 0, true, 2), (Numbers{99'990, 99'991}));
}

TEST(Postings, AgreesWithASetWhateverComesAndGoes) {
  std::mt19937 random(2);
  Postings list;
  std::set<std::uint64_t> set;
  std::uint64_t next = 1;
  for (int step = 0; step < 50'000; ++step) {
    // It grows for a while, then shrinks.
    if (random() % 8 < (step / 10'000 % 2 == 0 ? 7 : 2) || set.empty()) {
      const std::uint64_t number = next + random() % 3;
      next += random() % 2;
      list.add(number);
      set.insert(number);
    } else {
      const auto place = random() % 2 != 0 ? set.begin() : set.lower_bound(random() % next);
      const std::uint64_t number = place == set.end() ? *set.rbegin() : *place;
      list.remove(number);
      set.erase(number);
    }
    ASSERT_EQ(list.size(), set.size());
    if (step % 1'000 == 0) {
      ASSERT_EQ(all(list, 0, true), Numbers(set.begin(), set.end()));
      ASSERT_EQ(all(list, 0, false), Numbers(set.rbegin(), set.rend()));
    }
  }
}

}  // namespace
}  // namespace mailrig
