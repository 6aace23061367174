// The same seed and the same events per key give the same decisions, whatever the interleaving.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "scenario/engine.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

constexpr int kKeys = 50, kRounds = 100, kInterleavings = 20, kThreads = 8;

// What was decided for the n-th event of each key: the delay, or -1 where nothing fired.
using Decisions = std::map<std::pair<std::string, std::uint64_t>, std::int64_t>;

Scenario flaky(std::int64_t seed, std::initializer_list<const char*> per) {
  Rule rule;
  rule.name = "one-in-three";
  rule.on = {Stage::rcpt};
  for (const char* word : per) rule.per.push_back(*parse_key_part(word));
  rule.chance = 1.0 / 3;
  rule.delay = *parse_delay("1s-3s");
  Scenario scenario;
  scenario.name = "flaky";
  scenario.seed = seed;
  scenario.rules = {rule};
  return scenario;
}

std::int64_t outcome(const Verdict& verdict) {
  return verdict.rule.empty() ? -1 : verdict.delay.time.count();
}

std::vector<int> shuffled(unsigned interleaving) {
  std::vector<int> events;
  for (int round = 0; round < kRounds; ++round)
    for (int key = 0; key < kKeys; ++key) events.push_back(key);
  std::mt19937 order(interleaving);
  std::shuffle(events.begin(), events.end(), order);
  return events;
}

Decisions decide_all(Scenario scenario, unsigned interleaving) {
  Engine engine("mx.test", {});
  // Rules beside it, before and after, must not matter.
  if (interleaving % 2 == 1) {
    Scenario other = flaky(9, {"to"});
    other.name = "a";
    other.seed = 0;
    engine.load(std::move(other));
  }
  const std::string id = scenario.name + "/" + scenario.rules[0].name;
  engine.load(std::move(scenario));
  const std::vector<int> events = shuffled(interleaving);
  std::mutex mutex;
  Decisions decisions;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      Scene scene;
      Decisions own;
      for (std::size_t i = static_cast<std::size_t>(thread); i < events.size(); i += kThreads) {
        const Recipient to = recipient("user" + std::to_string(events[i]) + "@y.test");
        const Verdict verdict = engine.decide(scene.rcpt(to));
        const TraceEntry& entry = verdict.trace.back();
        EXPECT_EQ(entry.rule, id);
        // Whether it would have fired on its own: an earlier rule may outrank it.
        const bool drawn = *entry.draw < 1.0 / 3;
        own[{entry.key, entry.ordinal}] = verdict.rule == id ? outcome(verdict) : drawn ? -2 : -1;
      }
      const std::lock_guard lock(mutex);
      decisions.merge(own);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return decisions;
}

TEST(Determinism, HoldsWhateverTheInterleaving) {
  const Decisions first = decide_all(flaky(42, {"to"}), 0);
  ASSERT_EQ(first.size(), static_cast<std::size_t>(kKeys * kRounds));
  const auto fired = std::count_if(first.begin(), first.end(),
                                   [](const auto& one) { return one.second >= 1'000; });
  EXPECT_NEAR(static_cast<double>(fired), kKeys * kRounds / 3.0, 170);  // five deviations
  for (unsigned interleaving = 1; interleaving < kInterleavings; ++interleaving) {
    const Decisions again = decide_all(flaky(42, {"to"}), interleaving);
    ASSERT_EQ(again.size(), first.size());
    for (const auto& [event, decision] : again) {
      const std::int64_t before = first.at(event);
      if (decision == -2)
        ASSERT_GE(before, 1'000) << event.first << " " << event.second;
      else
        ASSERT_EQ(before, decision) << event.first << " " << event.second;
    }
  }
}

// Events in each interleaving, unless MAILRIG_EVENTS says another number: twenty million in all
// where they take half a minute, fewer where nothing is optimised.
#ifdef NDEBUG
constexpr std::size_t kManyEvents = 100'000;
#else
constexpr std::size_t kManyEvents = 2'000;
#endif

// 50 keys, 200 interleavings, 8 threads.
TEST(Determinism, HoldsForManyEventsIn200Interleavings) {
  constexpr std::size_t keys = 50, interleavings = 200;
  const char* wanted = std::getenv("MAILRIG_EVENTS");
  const std::size_t total = wanted ? std::stoul(wanted) : kManyEvents, each = total / keys;
  std::vector<std::string> addresses;
  for (std::size_t key = 0; key < keys; ++key)
    addresses.push_back("user" + std::to_string(key) + "@y.test");
  std::vector<bool> first;
  for (unsigned interleaving = 0; interleaving < interleavings; ++interleaving) {
    Engine engine("mx.test");
    Scenario scenario = flaky(42, {"to"});
    scenario.rules[0].delay.reset();
    engine.load(std::move(scenario));
    std::vector<std::uint8_t> events;
    for (std::size_t i = 0; i < keys * each; ++i)
      events.push_back(static_cast<std::uint8_t>(i % keys));
    std::mt19937 order(interleaving);
    std::shuffle(events.begin(), events.end(), order);
    std::vector<char> decided(keys * each);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        Scene scene;
        for (std::size_t i = thread; i < events.size(); i += kThreads) {
          const Recipient to = recipient(addresses[events[i]]);
          const Verdict verdict = engine.decide(scene.rcpt(to));
          const std::uint64_t ordinal = verdict.trace.front().ordinal;
          decided[events[i] * each + ordinal - 1] = verdict.rule.empty() ? 0 : 1;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const std::vector<bool> all(decided.begin(), decided.end());
    if (interleaving == 0)
      first = all;
    else
      ASSERT_EQ(all, first) << interleaving;
  }
  const auto fired = std::count(first.begin(), first.end(), true);
  const auto size = static_cast<double>(first.size());
  EXPECT_NEAR(static_cast<double>(fired), size / 3, 5 * std::sqrt(size * 2 / 9));
}

TEST(Determinism, ChangesWithTheSeed) {
  EXPECT_NE(decide_all(flaky(42, {"to"}), 0), decide_all(flaky(43, {"to"}), 0));
}

// What one session after another sees, with numbers that depend on what the server did before.
std::vector<std::int64_t> by_session(std::uint64_t first_number, std::uint64_t first_transaction) {
  Engine engine("mx.test", {});
  engine.load(flaky(42, {"session", "transaction"}));
  std::vector<std::int64_t> all;
  for (std::uint64_t session = 0; session < 40; ++session) {
    Scene scene;
    scene.facts.session = first_number + session * 3;
    for (std::uint64_t transaction = 0; transaction < 3; ++transaction) {
      const Recipient to = recipient("bob@y.test");
      Moment moment = scene.rcpt(to);
      moment.transaction = first_transaction + session * 10 + transaction;
      all.push_back(outcome(engine.decide(moment)));
    }
  }
  return all;
}

TEST(Determinism, TakesSessionsAndTransactionsByTheirOrdinals) {
  const auto first = by_session(1, 1);
  EXPECT_EQ(first, by_session(977, 12'345));
  EXPECT_GT(std::count(first.begin(), first.end(), -1), 40);
  EXPECT_LT(std::count(first.begin(), first.end(), -1), 110);
}

TEST(Determinism, DrawsDelaysOverTheirWholeRange) {
  std::int64_t least = 9'999, most = 0;
  for (const auto& [event, decision] : decide_all(flaky(42, {"to"}), 0)) {
    if (decision < 0) continue;
    least = std::min(least, decision);
    most = std::max(most, decision);
  }
  EXPECT_GE(least, 1'000);
  EXPECT_LT(least, 1'020);
  EXPECT_LE(most, 3'000);
  EXPECT_GT(most, 2'980);
}

TEST(Determinism, SurvivesRulesThatComeAndGoMeanwhile) {
  Engine engine("mx.test", {});
  engine.load(flaky(42, {"to", "session"}));
  std::atomic<bool> over{false};
  std::vector<std::thread> clients;
  for (int thread = 0; thread < 3; ++thread) {
    clients.emplace_back([&, thread] {
      Scene scene;
      scene.facts.session = static_cast<std::uint64_t>(thread) + 1;
      const Recipient to = recipient("bob@y.test");
      while (!over) {
        EXPECT_FALSE(engine.decide(scene.rcpt(to)).trace.empty());
        engine.holds("r1");
        engine.alarm(scene.rcpt(to));
        engine.decide(scene.outside(Stage::closed));
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    Rule rule;
    rule.on = {Stage::rcpt};
    const auto ids = engine.add({rule, rule}, Milliseconds(i % 2));
    engine.replace(ids[0], rule, {});
    engine.remove(ids[1]);
    engine.list();
    engine.load(flaky(i, {"to", "session"}));
  }
  over = true;
  for (std::thread& client : clients) client.join();
  engine.remove_all();
  EXPECT_EQ(engine.list().size(), 1u);
}

}  // namespace
}  // namespace mailrig
