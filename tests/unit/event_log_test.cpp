#include "store/event_log.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

using std::chrono::microseconds;

std::vector<Event> read(const EventLog& log, std::vector<std::uint64_t>* marks = nullptr) {
  std::vector<Event> events;
  log.read([&](Event&& event) { events.push_back(std::move(event)); },
           [&](std::uint64_t number) {
             if (marks) marks->push_back(number);
           });
  return events;
}

TEST(EventLog, GivesBackWhatWasAppendedInOrder) {
  EventLog log;
  log.append(microseconds(5), Who::client, EventKind::command, "EHLO x", 8, 0, "ehlo");
  log.append(microseconds(900), Who::server, EventKind::reply, "250 Ok", 8, 20, "");
  const auto events = read(log);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at, microseconds(5));
  EXPECT_EQ(events[0].who, Who::client);
  EXPECT_EQ(events[0].kind, EventKind::command);
  EXPECT_EQ(events[0].text, "EHLO x");
  EXPECT_EQ(events[0].octets, 8u);
  EXPECT_EQ(events[0].stage, "ehlo");
  EXPECT_EQ(events[1].at, microseconds(900));
  EXPECT_EQ(events[1].offset, 20u);
}

TEST(EventLog, KeepsSecretRuleAndTrace) {
  Event event;
  event.who = Who::client;
  event.kind = EventKind::auth;
  event.text = std::string("AUTH PLAIN \0secret\xff", 19);
  event.octets = 1'000'000;
  event.secret_from = 11;
  event.rule = "r1";
  event.trace = {{"r1", "full", "a@x|b@y", 3, 0.25, Gate::chance, "0.25 is not below 0.1"},
                 {"r2", "", "", 1, std::nullopt, Gate::fired, "ordinal 1"}};
  EventLog log;
  log.append(event);
  const auto events = read(log);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text, event.text);
  EXPECT_EQ(events[0].octets, 1'000'000u);
  EXPECT_EQ(events[0].masked(), "AUTH PLAIN ****");
  ASSERT_EQ(events[0].trace.size(), 2u);
  EXPECT_EQ(events[0].trace[0].key, "a@x|b@y");
  EXPECT_EQ(events[0].trace[0].draw, 0.25);
  EXPECT_EQ(events[0].trace[0].gate, Gate::chance);
  EXPECT_EQ(events[0].trace[0].why, "0.25 is not below 0.1");
  EXPECT_FALSE(events[0].trace[1].draw.has_value());
}

TEST(EventLog, MarksWhereATransactionStands) {
  EventLog log;
  log.append(microseconds(1), Who::client, EventKind::command, "NOOP", 6, 0, "noop");
  log.mark_transaction(300);
  log.append(microseconds(2), Who::client, EventKind::command, "QUIT", 6, 6, "quit");
  std::vector<std::uint64_t> marks;
  EXPECT_EQ(read(log, &marks).size(), 2u);
  EXPECT_EQ(marks, std::vector<std::uint64_t>{300});
}

TEST(EventLog, TakesFewOctetsForAnOrdinaryCommand) {
  EventLog log;
  log.append(microseconds(100), Who::client, EventKind::command, "RCPT TO:<b@y.test>", 20, 40,
             "rcpt");
  EXPECT_LE(log.octets(), 18u + 11u);
}

TEST(EventLog, HoldsItsOrderWhenAClockRunsBackwards) {
  EventLog log;
  log.append(microseconds(100), Who::client, EventKind::command, "A", 3, 0, "");
  log.append(microseconds(50), Who::client, EventKind::command, "B", 3, 3, "");
  EXPECT_EQ(read(log)[1].at, microseconds(100));
}

}  // namespace
}  // namespace mailrig
