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
  log.append(microseconds(5), Who::client, EventKind::command, "EHLO x", 8, 0, Stage::ehlo);
  log.append(microseconds(900), Who::server, EventKind::reply, "250 Ok", 8, 20, {});
  const auto events = read(log);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at, microseconds(5));
  EXPECT_EQ(events[0].who, Who::client);
  EXPECT_EQ(events[0].kind, EventKind::command);
  EXPECT_EQ(events[0].text, "EHLO x");
  EXPECT_EQ(events[0].octets, 8u);
  EXPECT_EQ(events[0].stage, Stage::ehlo);
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
  log.append(microseconds(1), Who::client, EventKind::command, "NOOP", 6, 0, Stage::noop);
  log.mark_transaction(300);
  log.append(microseconds(2), Who::client, EventKind::command, "QUIT", 6, 6, Stage::quit);
  std::vector<std::uint64_t> marks;
  EXPECT_EQ(read(log, &marks).size(), 2u);
  EXPECT_EQ(marks, std::vector<std::uint64_t>{300});
}

TEST(EventLog, TakesFewOctetsForAnOrdinaryCommand) {
  EventLog log;
  log.append(microseconds(100), Who::client, EventKind::command, "RCPT TO:<b@y.test>", 20, 40,
             Stage::rcpt);
  EXPECT_LE(log.octets(), 17u);
}

TEST(EventLog, TakesFewOctetsForAWholeMail) {
  EventLog log;
  std::uint64_t in = 5'000'000, out = 1'000'000;
  const auto say = [&](Who who, EventKind kind, std::string_view text, std::uint64_t octets,
                       std::optional<Stage> stage) {
    std::uint64_t& offset = who == Who::client ? in : out;
    log.append(microseconds(100), who, kind, text, octets, offset, stage);
    offset += octets;
  };
  const auto line = [&](Who who, std::string_view text, std::optional<Stage> stage) {
    say(who, who == Who::client ? EventKind::command : EventKind::reply, text, text.size() + 2,
        stage);
  };
  line(Who::client, "MAIL FROM:<a@x.test>", Stage::mail);
  line(Who::server, "250 2.1.0 Sender ok", {});
  line(Who::client, "RCPT TO:<b@y.test>", Stage::rcpt);
  line(Who::server, "250 2.1.5 Recipient ok", {});
  line(Who::client, "DATA", Stage::data);
  line(Who::server, "354 End data with <CR><LF>.<CR><LF>", {});
  say(Who::client, EventKind::data, "", 1'205, Stage::eom);
  line(Who::server, "250 2.0.0 Ok: kept as t100000", {});
  EXPECT_LE(log.octets(), 80u);
  const auto events = read(log);
  ASSERT_EQ(events.size(), 8u);
  EXPECT_EQ(events[5].text, "354 End data with <CR><LF>.<CR><LF>");
  EXPECT_EQ(events[6].octets, 1'205u);
  EXPECT_EQ(events[6].offset, 5'000'000u + 22 + 20 + 6);
  EXPECT_EQ(events[7].text, "250 2.0.0 Ok: kept as t100000");
  EXPECT_EQ(events[7].offset, 1'000'000u + 21 + 24 + 37);
  EXPECT_EQ(events[2].stage, Stage::rcpt);
}

TEST(EventLog, GoesOnBehindWhatItHasLaidUp) {
  EventLog log;
  log.append(microseconds(100), Who::client, EventKind::command, "EHLO x", 8, 50, Stage::ehlo);
  const std::size_t octets = log.octets();
  log.shrink();
  EXPECT_EQ(log.octets(), octets);
  const EventLog copy = log;
  log.append(microseconds(130), Who::client, EventKind::command, "QUIT", 6, 58, Stage::quit);
  EXPECT_EQ(read(copy).size(), 1u);
  const auto events = read(log);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].at, microseconds(130));
  EXPECT_EQ(events[1].offset, 58u);
  EXPECT_EQ(events[1].stage, Stage::quit);
}

TEST(EventLog, SpellsOutWhatIsNotAsExpected) {
  EventLog log;
  log.append(microseconds(1), Who::client, EventKind::command, "A", 9, 7, {});
  log.append(microseconds(1), Who::client, EventKind::command, "", 2, 3, Stage::mail);
  log.append(microseconds(1), Who::rig, EventKind::note, "250 2.0.0 noted", 0, 0, {});
  const auto events = read(log);
  EXPECT_EQ(events[0].octets, 9u);
  EXPECT_EQ(events[0].offset, 7u);
  EXPECT_EQ(events[1].text, "");
  EXPECT_EQ(events[1].offset, 3u);
  EXPECT_EQ(events[2].text, "250 2.0.0 noted");
  EXPECT_EQ(events[2].octets, 0u);
}

TEST(EventLog, HoldsItsOrderWhenAClockRunsBackwards) {
  EventLog log;
  log.append(microseconds(100), Who::client, EventKind::command, "A", 3, 0, {});
  log.append(microseconds(50), Who::client, EventKind::command, "B", 3, 3, {});
  EXPECT_EQ(read(log)[1].at, microseconds(100));
}

}  // namespace
}  // namespace mailrig
