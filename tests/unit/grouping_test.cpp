#include "lint/grouping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace mailrig::lint
