#include "store/store.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace mailrig {
namespace {

using namespace std::chrono_literals;

// A store with a clock that stands still and one way to put a mail in.
class StoreTest : public testing::Test {
 protected:
  std::shared_ptr<SessionRecord> connect(Store& store) {
    Facts facts;
    facts.listener = "smtp";
    facts.ip = "127.0.0.1";
    return store.open_session(std::move(facts), now);
  }

  static Recipient recipient(std::string address, bool valid = true) {
    return {std::move(address), {}, valid ? "250 2.1.5 Ok" : "550 5.1.1 no", valid, valid};
  }

  Store::Finished mail(Store& store, SessionRecord& session, const std::string& to,
                       const std::string& raw = "Subject: Hi\r\n\r\nx\r\n") {
    store.begin_transaction(session, {"a@x.test", {}}, now);
    session.add_recipient(recipient(to));
    return store.finish_transaction(session, "250", "250 2.0.0 Ok",
                                    std::make_shared<const Content>(raw), true, now);
  }

  static Query query(std::string_view field, std::string_view pattern) {
    Query query;
    const auto name = parse_field(field);
    query.conditions.push_back({*name, *Pattern::parse(pattern, name->field)});
    return query;
  }

  static Store make(StoreLimits limits = {}) {
    return Store(limits, [] { return WallTime(1'700'000'000s); });
  }

  Time now{};
};

TEST_F(StoreTest, ShowsAMessageAndItsTransactionTheMomentItEnds) {
  Store store = make();
  const auto session = connect(store);
  const auto [transaction, message] = mail(store, *session, "b@y.test");
  EXPECT_EQ(transaction, 1u);
  EXPECT_EQ(message, 1u);
  const auto page = store.find_messages({});
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.items[0]->content()->octets(), "Subject: Hi\r\n\r\nx\r\n");
  EXPECT_EQ(page.items[0]->envelope().to[0].address, "b@y.test");
  EXPECT_EQ(page.seq, 3u);  // session opened, message stored, transaction ended
  EXPECT_EQ(page.items[0]->seq, 2u);
  EXPECT_EQ(store.find_transactions({}).items.at(0)->seq, 3u);
}

TEST_F(StoreTest, ListsRefusedTransactionsButMakesNoMessageOfThem) {
  Store store = make();
  const auto session = connect(store);
  store.begin_transaction(*session, {"a@x.test", {}}, now);
  session->add_recipient(recipient("gone@y.test", false));
  store.finish_transaction(*session, "550", "550 5.1.1 no", nullptr, false, now);
  EXPECT_EQ(store.find_messages({}).total, 0u);
  ASSERT_EQ(store.find_transactions({}).total, 1u);
  EXPECT_EQ(store.find_transactions({}).items[0]->outcome, "550");
}

TEST_F(StoreTest, PutsTheEventsOfTransactionsInTheirPlaceOfTheTranscript) {
  Store store = make();
  const auto session = connect(store);
  session->append(now, Who::client, EventKind::command, "EHLO x", 8, 0, Stage::ehlo);
  store.begin_transaction(*session, {"a@x.test", {}}, now);
  session->append(now, Who::client, EventKind::command, "MAIL FROM:<a@x.test>", 22, 8, Stage::mail);
  const auto lookup = [&](std::uint64_t number) -> std::shared_ptr<const Transaction> {
    const auto found = store.transaction(number);
    const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&found);
    return held ? *held : nullptr;
  };
  EXPECT_EQ(session->transcript(lookup).size(), 2u) << "an open transaction shows too";
  store.finish_transaction(*session, "aborted", "250 Ok", nullptr, false, now);
  session->append(now, Who::client, EventKind::command, "QUIT", 6, 30, Stage::quit);
  const auto events = session->transcript(lookup);
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].text, "MAIL FROM:<a@x.test>");
  EXPECT_EQ(events[2].text, "QUIT");
}

TEST_F(StoreTest, EvictsTheOldestAndCountsIt) {
  Store store = make({.kept_octets = 20'000});
  const auto session = connect(store);
  for (int i = 0; i < 10; ++i) mail(store, *session, "b@y.test", std::string(4'000, 'x'));
  const auto page = store.find_messages({});
  EXPECT_GT(page.total, 0u);
  EXPECT_LT(page.total, 10u);
  EXPECT_EQ(page.evicted, 10 - page.total);
  EXPECT_EQ(page.items.front()->number, 10u) << "the newest stays";
  EXPECT_LE(store.counts().kept_octets, 20'000u);
  EXPECT_EQ(std::get<Store::Missing>(store.message(1)), Store::Missing::gone);
  EXPECT_EQ(std::get<Store::Missing>(store.message(11)), Store::Missing::never);
  EXPECT_EQ(session->state().transactions.size(), page.total);
}

TEST_F(StoreTest, NeverEvictsTheNewestByItsOwnArrival) {
  Store store = make({.kept_octets = 1'000});
  const auto session = connect(store);
  mail(store, *session, "b@y.test", std::string(50'000, 'x'));
  EXPECT_EQ(store.find_messages({}).total, 1u);
}

TEST_F(StoreTest, PagesNeitherShiftNorRepeatWhileMailArrives) {
  Store store = make();
  const auto session = connect(store);
  for (int i = 0; i < 5; ++i) mail(store, *session, "b@y.test");
  Query first;
  first.limit = 2;
  const auto page = store.find_messages(first);
  EXPECT_EQ(page.items[0]->number, 5u);
  EXPECT_EQ(page.total, 5u);
  mail(store, *session, "b@y.test");
  Query second = first;
  second.cursor = page.next;
  EXPECT_EQ(store.find_messages(second).items[0]->number, 3u);
  second.cursor = store.find_messages(second).next;
  const auto last = store.find_messages(second);
  EXPECT_EQ(last.items.size(), 1u);
  EXPECT_EQ(last.next, 0u);
}

TEST_F(StoreTest, FiltersAsRulesDo) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "bob@y.test", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nhello\r\n");
  mail(store, *session, "eve@z.test");
  struct Case {
    const char* field;
    const char* pattern;
    std::uint64_t total;
  };
  for (const Case& each :
       {Case{"to", "BOB@y.test", 1}, Case{"to", "*@z.test", 1}, Case{"to.domain", "y.test", 1},
        Case{"from", "a@*", 2}, Case{"subject", "Grüße", 1}, Case{"header:subject", "Hi", 1},
        Case{"body", "HELLO", 1}, Case{"size", ">1", 2}, Case{"size", ">1000", 0},
        Case{"outcome", "250", 2}, Case{"session", "s1", 2}, Case{"transaction", "t2", 1},
        Case{"inbox", "default", 2}, Case{"read", "false", 2}, Case{"ip", "127.0.0.1", 2}})
    EXPECT_EQ(store.find_messages(query(each.field, each.pattern)).total, each.total)
        << each.field << '=' << each.pattern;
}

TEST_F(StoreTest, CountsOnlyWhatCameAfterAMark) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "b@y.test");
  Query query;
  query.after = store.seq();
  EXPECT_EQ(store.find_messages(query).total, 0u);
  mail(store, *session, "b@y.test");
  EXPECT_EQ(store.find_messages(query).total, 1u);
}

TEST_F(StoreTest, KeepsTransactionsOfDeletedMessagesWithoutTheirContent) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "b@y.test");
  mail(store, *session, "c@y.test");
  EXPECT_EQ(store.erase_messages(query("to", "b@y.test")), 1u);
  EXPECT_EQ(store.find_messages({}).total, 1u);
  Query oldest;
  oldest.ascending = true;
  const auto transactions = store.find_transactions(oldest);
  EXPECT_EQ(transactions.total, 2u);
  EXPECT_EQ(transactions.items[0]->content, nullptr);
  EXPECT_NE(transactions.items[1]->content, nullptr);
}

TEST_F(StoreTest, CorrectsAnOutcomeInTransactionAndMessage) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "b@y.test");
  const auto before = store.seq();
  store.correct_outcome(1, outcome::unacked);
  EXPECT_EQ(store.find_transactions({}).items[0]->outcome, "unacked");
  EXPECT_EQ(store.find_messages(query("outcome", "unacked")).total, 1u);
  EXPECT_EQ(store.seq(), before + 1);
}

TEST_F(StoreTest, PatchesReadAndTagsWithoutTouchingOctets) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "b@y.test");
  EXPECT_EQ(store.patch_messages({}, {true, std::vector<std::string>{"seen", "ci"}}), 1u);
  const auto message = store.find_messages(query("tag", "ci")).items.at(0);
  EXPECT_TRUE(message->read);
  EXPECT_EQ(message->content()->octets(), "Subject: Hi\r\n\r\nx\r\n");
}

TEST_F(StoreTest, WakesOnlyThoseWhoMayCare) {
  Store store = make();
  const auto session = connect(store);
  int bob = 0, glob = 0, transactions = 0;
  const auto first =
      store.subscribe({ChangeKind::message, query("to", "Bob@y.test")}, [&] { ++bob; });
  const auto second =
      store.subscribe({ChangeKind::message, query("to", "*@y.test")}, [&] { ++glob; });
  auto third = store.subscribe({ChangeKind::transaction, std::nullopt}, [&] { ++transactions; });
  EXPECT_EQ(store.subscribers(), 3u);
  mail(store, *session, "bob@y.test");
  mail(store, *session, "eve@y.test");
  EXPECT_EQ(bob, 1);
  EXPECT_EQ(glob, 2);
  EXPECT_EQ(transactions, 2);
  third.reset();
  mail(store, *session, "eve@y.test");
  EXPECT_EQ(transactions, 2);
  EXPECT_EQ(store.subscribers(), 2u);
}

TEST_F(StoreTest, TellsWhatChangedSinceAMark) {
  Store store = make();
  const auto session = connect(store);
  mail(store, *session, "b@y.test");
  const auto answer = store.changes_after(1, 10);
  ASSERT_TRUE(answer.complete);
  ASSERT_EQ(answer.changes.size(), 2u);
  EXPECT_EQ(answer.changes[0].kind, ChangeKind::message);
  EXPECT_EQ(answer.changes[1].kind, ChangeKind::transaction);
  EXPECT_FALSE(store.changes_after(99, 10).complete) << "a mark this server never gave";
  for (int i = 0; i < 6'000; ++i) mail(store, *session, "b@y.test");
  EXPECT_FALSE(store.changes_after(1, 10).complete) << "no longer in the ring";
}

TEST_F(StoreTest, RefusesSessionsAndOctetsBeyondItsLimits) {
  Store store = make({.in_flight_octets = 100, .sessions = 1});
  const auto session = connect(store);
  EXPECT_EQ(connect(store), nullptr);
  store.close_session(*session, ClosedBy::client, "fin", now + 5ms);
  EXPECT_EQ(*session->state().ended, session->state().began + 5ms);
  EXPECT_NE(connect(store), nullptr);
  EXPECT_TRUE(store.claim_in_flight(60));
  EXPECT_FALSE(store.claim_in_flight(60));
  store.release_in_flight(60);
  EXPECT_TRUE(store.claim_in_flight(100));
}

TEST_F(StoreTest, DropsEventsBeyondTheTranscriptLimitAndCountsThem) {
  Store store = make({.transcript_octets = 100});
  const auto session = connect(store);
  for (int i = 0; i < 20; ++i)
    session->append(now, Who::client, EventKind::command, "NOOP 123456789", 16, 0, Stage::noop);
  EXPECT_GT(session->state().events_dropped, 0u);
}

TEST_F(StoreTest, StandsReadersAndWritersAtOnce) {
  Store store = make({.kept_octets = 200'000});
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 2; ++writer)
    threads.emplace_back([&] {
      const auto session = connect(store);
      for (int i = 0; i < 500; ++i) mail(store, *session, "b@y.test");
      store.close_session(*session, ClosedBy::client, "quit", now);
    });
  threads.emplace_back([&] {
    for (int i = 0; i < 200; ++i) {
      store.find_messages({});
      for (const auto& session : store.find_sessions({}).items)
        session->transcript([&](std::uint64_t number) -> std::shared_ptr<const Transaction> {
          const auto found = store.transaction(number);
          const auto* held = std::get_if<std::shared_ptr<const Transaction>>(&found);
          return held ? *held : nullptr;
        });
    }
  });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(store.counts().messages_received, 1'000u);
}

}  // namespace
}  // namespace mailrig
