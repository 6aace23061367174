// Counting events under keys, within bounds.
#include "scenario/counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace mailrig {
namespace {

using std::chrono::seconds;

const Counter::Plan by_session = [] {
  Counter::Plan plan;
  plan.by_session = true;
  return plan;
}();

std::uint64_t count(Counter& counter, const std::string& key, std::uint64_t session = 1,
                    std::uint64_t transaction = 0) {
  return counter.count({key, "default", session, transaction, {}}).ordinal;
}

TEST(Counter, CountsEachKeyFromOne) {
  Counter counter({});
  EXPECT_EQ(count(counter, "a"), 1u);
  EXPECT_EQ(count(counter, "a"), 2u);
  EXPECT_EQ(count(counter, "b"), 1u);
  EXPECT_EQ(count(counter, "a"), 3u);
}

TEST(Counter, DropsTheOldestKeyWhenItIsFullAndSaysSo) {
  Counter counter({}, 2);
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
  Counter counter(by_session);
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
  Counter counter(by_session, 2);
  for (const char* key : {"a", "b", "c"}) count(counter, key, 1);
  count(counter, "d", 2);
  counter.forget_session(1);
  EXPECT_EQ(counter.keys(), 1u);
  counter.forget_session(2);
  EXPECT_EQ(counter.keys(), 0u);
}

TEST(Counter, NumbersSessionsByInboxAndTransactionsBySession) {
  Counter counter(by_session);
  const auto at = [&](std::string_view inbox, std::uint64_t session, std::uint64_t transaction) {
    const std::string key = std::to_string(session) + "|" + std::to_string(transaction);
    const auto result = counter.count({key, inbox, session, transaction, {}});
    return std::pair(result.session, result.transaction);
  };
  EXPECT_EQ(at("default", 501, 0), std::pair(std::uint64_t{1}, std::uint64_t{0}));
  EXPECT_EQ(at("default", 777, 90), std::pair(std::uint64_t{2}, std::uint64_t{1}));
  EXPECT_EQ(at("t42", 778, 91), std::pair(std::uint64_t{1}, std::uint64_t{1}));
  EXPECT_EQ(at("default", 777, 95), std::pair(std::uint64_t{2}, std::uint64_t{2}));
  EXPECT_EQ(at("default", 777, 95), std::pair(std::uint64_t{2}, std::uint64_t{2}));
  EXPECT_EQ(at("default", 501, 96), std::pair(std::uint64_t{1}, std::uint64_t{1}));
}

Counter::Count at(Counter& counter, const std::string& key, int second,
                  std::string_view inbox = "default") {
  return counter.count({key, inbox, 1, 0, WallTime(seconds(second))});
}

TEST(Counter, CountsOnlyTheLastSoLongWithAWindow) {
  Counter::Plan plan;
  plan.window = seconds(60);
  Counter counter(plan);
  EXPECT_EQ(at(counter, "a", 0).ordinal, 1u);
  EXPECT_EQ(at(counter, "a", 30).ordinal, 2u);
  EXPECT_EQ(at(counter, "b", 30).ordinal, 1u);
  EXPECT_EQ(at(counter, "a", 59).ordinal, 3u);
  EXPECT_EQ(at(counter, "a", 60).ordinal, 3u);  // the first is a minute old
  const auto late = at(counter, "a", 1'000);
  EXPECT_EQ(late.ordinal, 1u);
  EXPECT_EQ(late.lifetime, 5u);
  EXPECT_EQ(late.first, WallTime{});
}

TEST(Counter, ToldOrdinalsBeyondTheHorizonAreOne) {
  Counter::Plan plan;
  plan.window = seconds(60);
  plan.horizon = 5;
  Counter counter(plan);
  for (std::uint64_t i = 1; i <= 100; ++i)
    EXPECT_EQ(at(counter, "a", 1).ordinal, std::min<std::uint64_t>(i, 5));
  EXPECT_EQ(at(counter, "a", 61).ordinal, 1u);
}

TEST(Counter, RanksTheSessionsThatAreOpen) {
  Counter::Plan plan;
  plan.ranked = true;
  Counter counter(plan);
  EXPECT_EQ(count(counter, "ann", 10), 1u);
  EXPECT_EQ(count(counter, "ann", 20), 2u);
  EXPECT_EQ(count(counter, "ann", 30), 3u);
  EXPECT_EQ(count(counter, "bob", 30), 1u);
  EXPECT_EQ(count(counter, "ann", 20), 2u);  // its own rank, however often it comes
  counter.forget_session(10);
  EXPECT_EQ(count(counter, "ann", 30), 2u);
  EXPECT_EQ(count(counter, "ann", 40), 3u);
  counter.forget_session(30);
  EXPECT_EQ(count(counter, "ann", 40), 2u);
  EXPECT_EQ(counter.keys(), 2u);
}

TEST(Counter, ForgetsAKeySomeTimeAfterItsFirstEvent) {
  Counter::Plan plan;
  plan.expire = seconds(100);
  Counter counter(plan);
  at(counter, "a", 0);
  counter.fire("a");
  EXPECT_EQ(at(counter, "a", 99).lifetime, 2u);
  EXPECT_EQ(at(counter, "a", 99).fired, 1u);
  const auto anew = at(counter, "a", 100);
  EXPECT_EQ(anew.lifetime, 1u);
  EXPECT_EQ(anew.fired, 0u);
  EXPECT_EQ(anew.first, WallTime(seconds(100)));
  EXPECT_EQ(counter.dropped(), 0u);
}

TEST(Counter, ForgetsOneInboxAlone) {
  Counter counter(by_session);
  at(counter, "1|a", 0, "t1");
  at(counter, "2|a", 0, "t2");
  counter.forget_inbox("t1");
  EXPECT_EQ(counter.keys(), 1u);
  EXPECT_EQ(at(counter, "2|a", 0, "t2").lifetime, 2u);
  EXPECT_EQ(at(counter, "1|a", 0, "t1").lifetime, 1u);
  counter.forget_session(1);
  EXPECT_EQ(counter.keys(), 0u);
}

TEST(Counter, HoldsNoMoreThanItMayWhateverComes) {
  Counter::Plan plan;
  plan.window = seconds(3'600);
  Counter counter(plan, 1'000);
  for (int i = 0; i < 100'000; ++i) at(counter, std::to_string(i), i / 100);
  EXPECT_EQ(counter.keys(), 1'000u);
  EXPECT_EQ(counter.dropped(), 99'000u);
}

}  // namespace
}  // namespace mailrig
