// Whatever way a query is answered, it finds what looking at every record finds.
#include "store/scan.hpp"

#include <gtest/gtest.h>

#include <random>

namespace mailrig {
namespace {

using namespace std::chrono_literals;

class ScanTest : public testing::Test {
 protected:
  ScanTest() : store({}, [this] { return wall; }) {
    std::mt19937 random(3);
    for (int i = 0; i < 5'000; ++i) {
      // The clock is set back now and then.
      wall += random() % 500 == 0 ? -30s : 1s;
      Facts facts;
      facts.listener = "smtp";
      facts.inbox = random() % 3 == 0 ? "a" : "b";
      const auto session = store.open_session(std::move(facts), steady);
      store.begin_transaction(*session, {"S" + std::to_string(random() % 5) + "@x.test", {}},
                              steady);
      for (int n = static_cast<int>(random() % 3); n >= 0; --n) {
        const bool kept = random() % 4 != 0;
        session->add_recipient(
            {"R" + std::to_string(random() % 20) + "@y.test", {}, "250", kept, kept});
      }
      const bool keep = random() % 5 != 0;
      store.finish_transaction(*session, keep ? "250" : "550", keep ? "250 Ok" : "550 No",
                               std::make_shared<const Content>("Subject: n\r\n\r\n"), keep, steady);
      store.close_session(*session, ClosedBy::client, "quit", steady);
      if (random() % 50 == 0)
        store.correct_outcome(1 + random() % static_cast<unsigned>(i + 1), "unacked");
    }
  }

  static void add(Query& query, const char* field, const std::string& pattern) {
    const auto name = parse_field(field);
    query.conditions.push_back({*name, *Pattern::parse(pattern, name->field)});
  }

  template <class Record, class Find>
  void compare(const Query& query, Find find) {
    Query everything;
    everything.limit = static_cast<std::size_t>(-1);
    everything.ascending = query.ascending;
    std::vector<std::uint64_t> expected;
    for (const auto& each : find(everything).items)
      if (accepts(query, *each)) expected.push_back(each->number);
    Query page = query;
    page.limit = 7;
    std::vector<std::uint64_t> found;
    for (int pages = 0; pages < 3'000; ++pages) {
      const auto answer = find(page);
      ASSERT_EQ(answer.total, expected.size());
      for (const auto& each : answer.items) found.push_back(each->number);
      if (answer.next == 0 || found.size() > 20) break;
      page.cursor = answer.next;
    }
    expected.resize(std::min(expected.size(), found.size()));
    ASSERT_EQ(found, expected);
    page.cursor = 0;
    page.count = false;
    ASSERT_EQ(find(page).items.size(), std::min<std::size_t>(7, expected.size()));
    page.limit = 0;
    page.count = true;
    ASSERT_EQ(find(page).total, find(query).total);
  }

  void compare(const Query& query) {
    compare<const Message>(query, [&](const Query& q) { return store.find_messages(q); });
    compare<const Transaction>(query, [&](const Query& q) { return store.find_transactions(q); });
  }

  std::vector<Query> queries() const {
    std::vector<Query> all;
    const auto one = [&](auto&& change) {
      for (const bool ascending : {false, true}) {
        Query query;
        query.ascending = ascending;
        change(query);
        all.push_back(query);
      }
    };
    one([](Query&) {});
    one([](Query& q) { add(q, "to", "r7@y.test"); });
    one([](Query& q) { add(q, "to", "nobody@y.test"); });
    one([](Query& q) { add(q, "from", "s1@X.test"); });
    one([](Query& q) { add(q, "inbox", "a"); });
    one([](Query& q) { add(q, "to", "r7@y.test"), add(q, "from", "s1@x.test"); });
    one([](Query& q) { add(q, "to", "r7@y.test"), add(q, "inbox", "b"), q.after = 9'000; });
    one([](Query& q) { add(q, "to", "r7*"); });
    one([&](Query& q) { q.since = wall - 700s; });
    one([&](Query& q) { q.until = wall - 700s; });
    one([&](Query& q) { q.since = wall - 2'000s, q.until = wall - 500s; });
    one([](Query& q) { q.after = 15'000; });
    one([](Query& q) { q.after = 1; });
    one([&](Query& q) { q.since = wall - 1'500s, add(q, "inbox", "a"); });
    one([&](Query& q) { q.since = wall + 1s; });
    return all;
  }

  WallTime wall{1'700'000'000s};
  Time steady{};
  Store store;
};

TEST_F(ScanTest, FindsTheSameByAnyRoute) {
  for (const Query& query : queries()) compare(query);
}

TEST_F(ScanTest, FindsTheSameWhenRecordsAreGone) {
  Query some;
  add(some, "from", "s2@x.test");
  EXPECT_GT(store.erase_messages(some), 100u);
  Query others;
  add(others, "to", "r7@y.test");
  EXPECT_GT(store.erase_messages(others), 100u);
  for (const Query& query : queries()) compare(query);
}

TEST_F(ScanTest, GivesUpWhenToldTo) {
  Query query;
  add(query, "subject", "n");
  const std::atomic<bool> stop{true};
  EXPECT_EQ(store.find_messages(query, &stop).total, 0u);
}

TEST_F(ScanTest, TellsWhatTakesLongFromWhatDoesNot) {
  const auto effort = [&](auto&& change) {
    Query query;
    change(query);
    return store.effort(ChangeKind::message, query);
  };
  const std::uint64_t page = effort([](Query&) {});
  EXPECT_LT(page, 256u << 10);
  EXPECT_LT(effort([](Query& q) { add(q, "to", "r7@y.test"); }), 256u << 10);
  EXPECT_LT(effort([](Query& q) { q.number = 3; }), 256u << 10);
  EXPECT_LT(effort([&](Query& q) { q.since = wall; }), 1u << 20);
  EXPECT_GT(effort([](Query& q) { add(q, "helo", "x"); }), 900u << 10);
  EXPECT_GT(effort([](Query& q) { add(q, "body", "x"); }), 2u << 20);
}

}  // namespace
}  // namespace mailrig
