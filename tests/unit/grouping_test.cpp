#include "lint/grouping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "store/store.hpp"

namespace mailrig::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::shared_ptr<const Message> message(std::uint64_t number) {
  auto made = std::make_shared<Message>();
  made->number = number;
  return made;
}

std::vector<std::string> summary(Grouping& grouping) {
  std::vector<std::string> out;
  for (const Group& each : grouping.take())
    out.push_back(std::string(each.rule) + " " + std::to_string(each.records) + " " +
                  std::to_string(each.places) + " " + std::to_string(each.examples.size()));
  return out;
}

TEST(Grouping, CountsRecordsAndPlacesOfEachRule) {
  Grouping grouping(2, "");
  grouping.add(message(3), {{Defect::bare_lf, 0, 7, 10}, {Defect::nul, 0, 9, 1}});
  grouping.add(message(2), {{Defect::bare_lf, 0, 7, 1}});
  grouping.add(message(1), {{Defect::bare_lf, 0, 7, 1}});
  EXPECT_THAT(summary(grouping), ElementsAre("bare-lf 3 12 2", "nul 1 1 1"));
}

TEST(Grouping, ShowsTheNewestFirst) {
  Grouping grouping(1, "");
  grouping.add(message(9), {{Defect::nul, 0, 7, 1}});
  grouping.add(message(8), {{Defect::nul, 0, 7, 1}});
  const auto groups = grouping.take();
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(std::get<0>(groups[0].examples.at(0).record)->number, 9u);
}

TEST(Grouping, KeepsToOneRuleIfAsked) {
  Grouping grouping(1, "nul");
  grouping.add(message(1), {{Defect::bare_lf, 0, 7, 10}, {Defect::nul, 0, 9, 1}});
  EXPECT_THAT(summary(grouping), ElementsAre("nul 1 1 1"));
}

// A session in which that happened, and then its end.
struct Conduct {
  Store store;

  std::vector<std::string> of(const std::function<void(SessionRecord&)>& happens,
                              ClosedBy by = ClosedBy::client, const char* helo = "c.test") {
    Facts facts;
    facts.helo = helo;
    const auto session = store.open_session(std::move(facts), Time{});
    happens(*session);
    store.close_session(*session, by, "fin", Time{});
    Grouping grouping(1, "");
    grouping.add(session);
    return summary(grouping);
  }
};

TEST(Grouping, TellsWhatAClientDidOnTheWire) {
  Conduct conduct;
  const auto quits = [](SessionRecord& session) { session.note_quit(); };
  EXPECT_THAT(conduct.of(quits), IsEmpty());
  EXPECT_THAT(conduct.of([](SessionRecord&) {}), ElementsAre("no-quit 1 1 1"));
  EXPECT_THAT(conduct.of([](SessionRecord&) {}, ClosedBy::server), IsEmpty());
  EXPECT_THAT(conduct.of([](SessionRecord&) {}, ClosedBy::rule), IsEmpty());
  EXPECT_THAT(conduct.of([](SessionRecord&) {}, ClosedBy::client, ""), IsEmpty());
  for (const auto& [mark, rule] :
       {std::pair(Mark::pipelined_unannounced, "pipelined-unannounced 1 1 1"),
        std::pair(Mark::bare_newline, "bare-newline 1 1 1"),
        std::pair(Mark::starttls_injection, "starttls-injection 1 1 1")})
    EXPECT_THAT(conduct.of([&, seen = mark](SessionRecord& session) {
      session.note_quit();
      session.note_mark(seen);
    }),
                ElementsAre(rule));
  EXPECT_THAT(conduct.of([&](SessionRecord& session) {
    session.note_quit();
    Facts facts = *session.facts();
    facts.pregreet = true;
    session.learn(std::move(facts));
  }),
              ElementsAre("pregreet 1 1 1"));
}

Event event(Who who, EventKind kind, std::string text, std::uint64_t octets = 0) {
  Event made;
  made.who = who;
  made.kind = kind;
  made.text = std::move(text);
  made.octets = octets;
  return made;
}

const ConductRule& rule(std::string_view name) {
  return *std::ranges::find(conduct_rules(), name, &ConductRule::name);
}

TEST(Sighting, IsTheNoteWithTheCommandBehindIt) {
  const std::vector<Event> transcript = {
      event(Who::rig, EventKind::connect, "127.0.0.1"),
      event(Who::rig, EventKind::note, "the client spoke before the greeting"),
      event(Who::client, EventKind::command, "EHLO early.test"),
      event(Who::rig, EventKind::note, "the client sent on behind DATA, which is to be the last"),
      event(Who::client, EventKind::close, "fin")};
  const auto early = sighting_of(rule("pregreet"), transcript);
  ASSERT_TRUE(early);
  EXPECT_EQ(early->line, 2u);
  EXPECT_EQ(early->text, "the client spoke before the greeting: EHLO early.test");
  EXPECT_EQ(sighting_of(rule("pipelined-unannounced"), transcript)->line, 4u);
  const auto end = sighting_of(rule("no-quit"), transcript);
  EXPECT_EQ(end->line, 5u);
  EXPECT_EQ(end->text, "the last that the client said is EHLO early.test");
}

TEST(Sighting, IsTheMailDataWhereItsLinesAreWrong) {
  const std::vector<Event> data = {event(Who::client, EventKind::data, "", 17)};
  EXPECT_EQ(sighting_of(rule("bare-newline"), data)->text, "in 17 octets of mail data");
}

TEST(Sighting, IsNoneWhereTheTranscriptHasLostIt) {
  EXPECT_FALSE(sighting_of(rule("starttls-injection"), {}));
}

TEST(Sighting, ShowsNoSecret) {
  Event secret = event(Who::client, EventKind::command, "AUTH PLAIN AGFubgBsYW1w");
  secret.secret_from = 11;
  const auto end =
      sighting_of(rule("no-quit"), {secret, event(Who::client, EventKind::close, "fin")});
  EXPECT_EQ(end->text, "the last that the client said is AUTH PLAIN ****");
}

}  // namespace
}  // namespace mailrig::lint
