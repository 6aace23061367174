// Counting events under keys, within bounds.
#include "scenario/counter.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

std::uint64_t count(Counter& counter, const std::string& key, std::uint64_t session = 1,
                    std::uint64_t transaction = 0) {
  return counter.count({key, "default", session, transaction}).ordinal;
}

TEST(Counter, CountsEachKeyFromOne) {
  Counter counter(false);
  EXPECT_EQ(count(counter, "a"), 1u);
  EXPECT_EQ(count(counter, "a"), 2u);
  EXPECT_EQ(count(counter, "b"), 1u);
  EXPECT_EQ(count(counter, "a"), 3u);
}

TEST(Counter, DropsTheOldestKeyWhenItIsFullAndSaysSo) {
  Counter counter(false, 2);
  count(counter, "a");
  count(counter, "b");
  count(counter, "a");
  count(counter, "c");  // a is the oldest, however recently it was seen
  EXPECT_EQ(counter.keys(), 2u);
  EXPECT_EQ(counter.dropped(), 1u);
  EXPECT_EQ(count(counter, "b"), 2u);
  EXPECT_EQ(count(counter, "a"), 1u);
}

TEST(Counter, ForgetsTheKeysOfASessionWithIt) {
  Counter counter(true);
  count(counter, "s1", 1);
  count(counter, "s1|t1", 1, 1);
  count(counter, "s2", 2);
  counter.forget_session(1);
  counter.forget_session(77);
  EXPECT_EQ(counter.keys(), 1u);
  EXPECT_EQ(count(counter, "s2", 2), 2u);
  EXPECT_EQ(count(counter, "s1", 1), 1u);
  EXPECT_EQ(counter.dropped(), 0u);
}

TEST(Counter, ForgetsASessionSomeOfWhoseKeysWereDropped) {
  Counter counter(true, 2);
  for (const char* key : {"a", "b", "c"}) count(counter, key, 1);
  count(counter, "d", 2);
  counter.forget_session(1);
  EXPECT_EQ(counter.keys(), 1u);
  counter.forget_session(2);
  EXPECT_EQ(counter.keys(), 0u);
}

TEST(Counter, NumbersSessionsByInboxAndTransactionsBySession) {
  Counter counter(true);
  const auto at = [&](std::string_view inbox, std::uint64_t session, std::uint64_t transaction) {
    const std::string key = std::to_string(session) + "|" + std::to_string(transaction);
    const auto result = counter.count({key, inbox, session, transaction});
    return std::pair(result.session, result.transaction);
  };
  EXPECT_EQ(at("default", 501, 0), std::pair(std::uint64_t{1}, std::uint64_t{0}));
  EXPECT_EQ(at("default", 777, 90), std::pair(std::uint64_t{2}, std::uint64_t{1}));
  EXPECT_EQ(at("t42", 778, 91), std::pair(std::uint64_t{1}, std::uint64_t{1}));
  EXPECT_EQ(at("default", 777, 95), std::pair(std::uint64_t{2}, std::uint64_t{2}));
  EXPECT_EQ(at("default", 777, 95), std::pair(std::uint64_t{2}, std::uint64_t{2}));
  EXPECT_EQ(at("default", 501, 96), std::pair(std::uint64_t{1}, std::uint64_t{1}));
}

}  // namespace
}  // namespace mailrig
