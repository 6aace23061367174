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

TEST(Postings, AgreesWithASetWhateverComesAndGoes) {
  std::mt19937 random(2);
  Postings list;
  std::set<std::uint64_t> set;
  std::uint64_t next = 1;
  for (int step = 0; step < 50'000; ++step) {
    if (random() % 2 != 0 || set.empty()) {
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
