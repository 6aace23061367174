// Which inbox an event is in, and inboxes that come and go.
#include "scenario/inboxes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule_maker.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class InboxesTest : public testing::Test {
 protected:
  std::vector<std::string> record() { return inboxes.of_record(scene.at(Stage::eom)); }
  std::string session(std::string helo, std::optional<std::string> user = {},
                      std::string lease = "") {
    Facts facts;
    facts.helo = std::move(helo);
    facts.user = std::move(user);
    facts.lease = std::move(lease);
    return inboxes.of_session(facts);
  }

  Clock clock;
  std::vector<std::string> told;
  Inboxes inboxes{[this] { return clock.now; },
                  [this](const std::string& name) { told.push_back("+" + name); },
                  [this](const std::string& name) { told.push_back("-" + name); }};
  Scene scene;
};

TEST_F(InboxesTest, OfASessionAreItsPortsThenItsUsersThenItsLabels) {
  inboxes.declare("t1");
  inboxes.declare("t2");
  EXPECT_EQ(session("mail.myapp.test"), "default");
  EXPECT_EQ(session("t1.anything"), "t1");
  EXPECT_EQ(session("T1.anything"), "t1");
  EXPECT_EQ(session("t1"), "t1");
  EXPECT_EQ(session("t1+ehlo-421.x"), "t1");
  EXPECT_EQ(session("x.t1.test"), "default");
  EXPECT_EQ(session("t1.x", "t2"), "t2");
  EXPECT_EQ(session("t1.x", "ann+t2"), "t2");
  EXPECT_EQ(session("t1.x", "ann+t2@example.test"), "t2");
  EXPECT_EQ(session("t1.x", "ann"), "t1");
  EXPECT_EQ(session("t1.x", "t2", "t3"), "t3");
}

TEST_F(InboxesTest, OfTheReservedDomainNeedNoDeclaration) {
  EXPECT_EQ(session("t5.inbox.test"), "t5");
  EXPECT_EQ(inboxes.of_domain("t6.inbox.test"), "t6");
  EXPECT_EQ(inboxes.of_domain("mx.T6.inbox.test."), "t6");
  EXPECT_EQ(inboxes.of_domain("inbox.test"), std::nullopt);
  EXPECT_EQ(inboxes.of_domain("a_b.inbox.test"), std::nullopt);
  EXPECT_EQ(inboxes.of_domain("default.inbox.test"), std::nullopt);
  EXPECT_THAT(told, ElementsAre("+t5", "+t6"));
}

TEST_F(InboxesTest, OfARecipientAreThoseOfItsDomain) {
  inboxes.declare("t42");
  scene.to({"a@t42.test", "b@sub.T42.test"});
  EXPECT_THAT(record(), ElementsAre("t42"));
  scene.to({"c@myapp.test"});
  EXPECT_THAT(record(), ElementsAre("t42", "default"));
  scene.to({"d@t7.inbox.test"}, false);
  EXPECT_THAT(record(), ElementsAre("t42", "default", "t7"));
  const auto parties = inboxes.parties(scene.at(Stage::eom));
  ASSERT_EQ(parties.size(), 2u);  // refused recipients are not in play
  EXPECT_EQ(parties[0].recipients.size(), 2u);
  scene.facts.inbox = "t1";
  EXPECT_THAT(record(), ElementsAre("t1"));
}

TEST_F(InboxesTest, AreSelectedByAHeaderButNotMade) {
  scene.to({"a@myapp.test"});
  scene.content = "X-Inbox: T42\r\n\r\n";
  EXPECT_THAT(record(), ElementsAre("default"));
  inboxes.declare("t42");
  EXPECT_THAT(record(), ElementsAre("t42"));
  EXPECT_THAT(inboxes.of_record(scene.at(Stage::data)), ElementsAre("default"));
}

TEST_F(InboxesTest, GoWhenTheirTimeIsOver) {
  EXPECT_TRUE(inboxes.declare("t1", Milliseconds(10'000)));
  EXPECT_FALSE(inboxes.declare("t1"));
  EXPECT_EQ(inboxes.sweep(), clock.now + seconds(10));
  clock.pass(seconds(10));
  EXPECT_EQ(inboxes.sweep(), std::nullopt);
  EXPECT_FALSE(inboxes.known("t1"));
  EXPECT_TRUE(inboxes.expired("t1"));
  EXPECT_FALSE(inboxes.expired("t2"));
  EXPECT_TRUE(inboxes.declare("t1"));
  EXPECT_FALSE(inboxes.expired("t1"));
  EXPECT_THAT(told, ElementsAre("+t1", "-t1", "+t1"));
}

TEST_F(InboxesTest, TheIdlestGoesFirst) {
  inboxes.declare("kept", std::nullopt, true);
  inboxes.declare("used");
  clock.pass(seconds(1));
  for (std::size_t i = 2; i < Inboxes::most; ++i) inboxes.declare("t" + std::to_string(i));
  clock.pass(seconds(1));
  EXPECT_EQ(session("used.x"), "used");
  inboxes.declare("one-more");
  EXPECT_EQ(inboxes.list().size(), Inboxes::most);
  EXPECT_TRUE(inboxes.known("kept"));
  EXPECT_TRUE(inboxes.known("used"));
  EXPECT_TRUE(told[told.size() - 2].starts_with("-t"));
}

TEST(EngineInboxes, TakeRulesAndCountersWithThem) {
  Clock clock;
  Engine engine("mx.test", clock.readers());
  Scene scene;
  Rule mine = counting(rule(Stage::rcpt), {"to"});
  mine.inbox = *parse_inbox_glob("t1");
  engine.add({mine, counting(rule(Stage::rcpt), {"to"})}, {});
  EXPECT_TRUE(engine.inbox_list().known("t1"));
  const Recipient bob = recipient("bob@t1.test"), ann = recipient("ann@myapp.test");
  EXPECT_THAT(lines(engine.decide(scene.rcpt(bob)).trace),
              ElementsAre("r1 bob@t1.test 1 fired", "r2 bob@t1.test 1 outranked"));
  EXPECT_THAT(lines(engine.decide(scene.rcpt(ann)).trace),
              ElementsAre("r2 ann@myapp.test 1 fired"));
  EXPECT_TRUE(engine.inbox_list().remove("t1"));
  EXPECT_FALSE(engine.find("r1"));
  EXPECT_THAT(lines(engine.decide(scene.rcpt(ann)).trace),
              ElementsAre("r2 ann@myapp.test 2 fired"));
  engine.inbox_list().declare("t1");
  EXPECT_THAT(lines(engine.decide(scene.rcpt(bob)).trace), ElementsAre("r2 bob@t1.test 1 fired"));
}

TEST(EngineInboxes, CountAMailForTwoInEach) {
  Engine engine("mx.test");
  Scene scene;
  engine.inbox_list().declare("t1");
  engine.inbox_list().declare("t2");
  Rule first = saying(rule(Stage::eom), "451 <{to}>");
  first.inbox = *parse_inbox_glob("t2");
  engine.add({first, rule(Stage::eom)}, {});
  scene.to({"a@t1.test", "b@t2.test"});
  const Verdict verdict = engine.decide(scene.at(Stage::eom));
  EXPECT_EQ(verdict.replies->front().octets, "451 <b@t2.test>\r\n");
  EXPECT_THAT(lines(verdict.trace),
              ElementsAre("r1  1 fired", "r2  1 outranked", "r2  1 outranked"));
}

}  // namespace
}  // namespace mailrig
