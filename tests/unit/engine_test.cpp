// The order of evaluation, counting, gates, effects, and rules coming and going.
#include "scenario/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule_maker.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class EngineTest : public testing::Test {
 protected:
  std::string rcpt(const std::string& to) {
    const Recipient one = recipient(to);
    return engine.decide(scene.rcpt(one)).rule;
  }

  Clock clock;
  Engine engine{"mx.test", clock.readers()};
  Scene scene;
};

TEST_F(EngineTest, DecidesNothingWithoutRules) {
  const Verdict verdict = engine.decide(scene.at(Stage::mail));
  EXPECT_TRUE(verdict.rule.empty());
  EXPECT_TRUE(verdict.trace.empty());
  EXPECT_FALSE(verdict.replies || verdict.accept || verdict.then || verdict.delay.any());
  EXPECT_FALSE(engine.alarm(scene.at(Stage::body)).octets);
}

TEST_F(EngineTest, LeavesOtherStagesAlone) {
  engine.add({rule(Stage::rcpt)}, {});
  EXPECT_TRUE(engine.decide(scene.at(Stage::mail)).trace.empty());
  EXPECT_EQ(rcpt("bob@y.test"), "r1");
}

TEST_F(EngineTest, AsksNewestRulesFirstAndKeepsTheOrderOfABlock) {
  engine.load(scenario("zz", {rule(Stage::mail)}));
  engine.load(scenario("aa", {rule(Stage::mail, "one"), rule(Stage::mail)}));
  EXPECT_THAT(engine.add({rule(Stage::mail), rule(Stage::mail)}, {}), ElementsAre("r1", "r2"));
  EXPECT_THAT(engine.add({rule(Stage::mail)}, {}), ElementsAre("r3"));
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::mail)).trace),
              ElementsAre("r3  1 fired", "r1  1 outranked", "r2  1 outranked",
                          "aa/one  1 outranked", "aa/1  1 outranked", "zz/0  1 outranked"));
}

TEST_F(EngineTest, CountsEveryRuleThatMatchesWhetherOrNotAnEarlierOneFired) {
  engine.add({counting(rule(Stage::rcpt), {"to"}, "1"), counting(rule(Stage::rcpt), {"to"}, "2"),
              matching(rule(Stage::rcpt), "to", "ann@*")},
             {});
  const Recipient bob = recipient("bob@y.test");
  EXPECT_THAT(lines(engine.decide(scene.rcpt(bob)).trace),
              ElementsAre("r1 bob@y.test 1 fired", "r2 bob@y.test 1 nth"));
  EXPECT_THAT(lines(engine.decide(scene.rcpt(bob)).trace),
              ElementsAre("r1 bob@y.test 2 nth", "r2 bob@y.test 2 fired"));
  const auto list = engine.list();
  EXPECT_EQ(list[0].matched, 2u);
  EXPECT_EQ(list[0].fired, 1u);
  EXPECT_EQ(list[1].matched, 2u);
  EXPECT_EQ(list[2].matched, 0u);
}

TEST_F(EngineTest, DoesNotCountWhereThePerHasNoValue) {
  engine.add({counting(rule(Stage::mail), {"user"})}, {});
  EXPECT_TRUE(engine.decide(scene.at(Stage::mail)).trace.empty());
  EXPECT_EQ(engine.list()[0].matched, 0u);
  scene.facts.user = "ann";
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::mail)).trace), ElementsAre("r1 ann 1 fired"));
}

TEST_F(EngineTest, CountsUnderOneKeyWithoutPer) {
  engine.add({counting(rule(Stage::rcpt), {}, "2")}, {});
  EXPECT_EQ(rcpt("bob@y.test"), "");
  EXPECT_EQ(rcpt("ann@y.test"), "r1");
  EXPECT_EQ(rcpt("bob@y.test"), "");
}

TEST_F(EngineTest, KeepsInboxesApartUnlessTheKeyIsGlobal) {
  engine.add({counting(rule(Stage::mail), {}, "1"), counting(rule(Stage::mail), {"global"}, "2")},
             {});
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).rule, "r1");
  scene.facts.inbox = "t42";
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::mail)).trace),
              ElementsAre("r1  1 fired", "r2  2 outranked"));
}

TEST_F(EngineTest, TakesEffects) {
  Rule one = saying(rule(Stage::rcpt), "451 4.7.1 <{to}> {n} at {host}\nlater");
  one.delay = *parse_delay("5s");
  one.close = Close{Close::How::rst};
  one.accept = false;
  engine.add({one}, {});
  const Recipient bob = recipient("bob@y.test");
  const Verdict verdict = engine.decide(scene.rcpt(bob));
  ASSERT_TRUE(verdict.replies);
  ASSERT_EQ(verdict.replies->size(), 1u);
  EXPECT_EQ(verdict.replies->front().octets,
            "451-4.7.1 <bob@y.test> 1 at mx.test\r\n451 4.7.1 later\r\n");
  EXPECT_EQ(verdict.delay.time, seconds(5));
  EXPECT_EQ(verdict.then->how, Close::How::rst);
  EXPECT_EQ(verdict.accept, false);
  EXPECT_EQ(verdict.rule, "r1");
  EXPECT_EQ(engine.find("r1")->last_fired, clock.now);
}

TEST_F(EngineTest, TellsSilenceFromTheNormalReply) {
  Rule silent = rule(Stage::noop);
  silent.reply.emplace();
  engine.add({silent, rule(Stage::rset)}, {});
  const Verdict quiet = engine.decide(scene.at(Stage::noop));
  ASSERT_TRUE(quiet.replies);
  EXPECT_TRUE(quiet.replies->empty());
  EXPECT_FALSE(engine.decide(scene.at(Stage::rset)).replies);
}

TEST_F(EngineTest, ExplainsEachGate) {
  Rule never = rule(Stage::mail);
  never.chance = 0;
  Rule always = counting(rule(Stage::mail, "every"), {}, "1-");
  always.chance = 1;
  engine.add({counting(rule(Stage::mail), {}, "2"), never, always, rule(Stage::mail)}, {});
  const Trace trace = engine.decide(scene.at(Stage::mail)).trace;
  ASSERT_EQ(trace.size(), 4u);
  EXPECT_EQ(trace[0].why, "ordinal 1 is not in nth 2");
  EXPECT_FALSE(trace[0].draw);
  EXPECT_THAT(trace[1].why, testing::MatchesRegex("draw 0\\.[0-9e-]+ is not below chance 0"));
  EXPECT_THAT(trace[2].why,
              testing::MatchesRegex("ordinal 1 is in nth 1-, draw 0\\.[0-9e-]+ is below chance 1"));
  EXPECT_TRUE(trace[2].draw);
  EXPECT_EQ(trace[3].why, "rule r3 (every) comes before it and fired");
  engine.remove_all();
  engine.add({rule(Stage::mail)}, {});
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).trace[0].why,
            "it matched, and has no nth or chance that could hold it back");
}

TEST_F(EngineTest, CountsEachRecipientInPlayWithPerToBeforeAnythingFires) {
  engine.add(
      {saying(matching(counting(rule(Stage::eom), {"to"}, "2"), "to", "*@y.test"), "451 <{to}>")},
      {});
  scene.to({"ann@y.test"}).to({"gone@y.test"}, false).to({"bob@y.test", "eve@z.test"});
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::eom)).trace),
              ElementsAre("r1 ann@y.test 1 nth", "r1 bob@y.test 1 nth"));
  const Verdict verdict = engine.decide(scene.at(Stage::eom));
  EXPECT_THAT(lines(verdict.trace),
              ElementsAre("r1 ann@y.test 2 fired", "r1 bob@y.test 2 outranked"));
  EXPECT_EQ(verdict.replies->front().octets, "451 <ann@y.test>\r\n");
  EXPECT_EQ(verdict.trace[1].why, "it had fired for ann@y.test before, in the same event");
  EXPECT_EQ(engine.list()[0].matched, 2u);  // events, not recipients
  EXPECT_EQ(engine.list()[0].fired, 1u);
}

TEST_F(EngineTest, LetsTheFirstRecipientThatMayDecide) {
  engine.add({saying(counting(rule(Stage::eom), {"to"}, "2"), "451 <{to}>")}, {});
  scene.to({"bob@y.test"});
  engine.decide(scene.at(Stage::eom));
  scene.envelope.to.clear();
  scene.to({"ann@y.test", "bob@y.test"});
  const Verdict verdict = engine.decide(scene.at(Stage::eom));
  EXPECT_THAT(lines(verdict.trace), ElementsAre("r1 ann@y.test 1 nth", "r1 bob@y.test 2 fired"));
  EXPECT_EQ(verdict.replies->front().octets, "451 <bob@y.test>\r\n");
}

TEST_F(EngineTest, CountsOnceForSeveralRecipientsWithoutPerTo) {
  engine.add({saying(matching(rule(Stage::data), "to", "bob@*"), "451 <{to}>")}, {});
  scene.to({"ann@y.test", "bob@y.test", "bob@z.test"});
  const Verdict verdict = engine.decide(scene.at(Stage::data));
  EXPECT_THAT(lines(verdict.trace), ElementsAre("r1  1 fired"));
  EXPECT_EQ(verdict.replies->front().octets, "451 <bob@y.test>\r\n");
}

TEST_F(EngineTest, AsksOneRecipientForToAndItsDomain) {
  engine.add({matching(matching(rule(Stage::eom), "to", "bob@*"), "to.domain", "y.test")}, {});
  scene.to({"bob@z.test", "ann@y.test"});
  EXPECT_TRUE(engine.decide(scene.at(Stage::eom)).trace.empty());
  scene.to({"bob@y.test"});
  EXPECT_EQ(engine.decide(scene.at(Stage::eom)).rule, "r1");
}

TEST_F(EngineTest, MatchesHeadersAndSubjectAtTheEndOfData) {
  engine.add({matching(rule(Stage::eom), "subject", "hel*"),
              matching(rule(Stage::eom), "header:X-Spam", "yes")},
             {});
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::eom)).trace), ElementsAre("r1  1 fired"));
  scene.content = "X-Spam: no\r\nx-spam: YES\r\n\r\n";
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::eom)).trace), ElementsAre("r2  1 fired"));
}

TEST_F(EngineTest, DropsTheKeysOfASessionWhenItEnds) {
  engine.add({counting(rule(Stage::mail), {"session"}, "1"), counting(rule(Stage::mail), {"from"})},
             {});
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).rule, "r1");
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).rule, "r2");
  EXPECT_TRUE(engine.decide(scene.outside(Stage::closed)).trace.empty());
  EXPECT_THAT(lines(engine.decide(scene.at(Stage::mail)).trace),
              ElementsAre("r1 s12 1 fired", "r2 a@x.test 3 outranked"));
}

TEST_F(EngineTest, FindsReplacesAndRemovesRules) {
  engine.load(scenario("file", {rule(Stage::mail, "one")}));
  engine.add({rule(Stage::mail), rule(Stage::mail)}, {});
  engine.decide(scene.at(Stage::mail));
  EXPECT_TRUE(engine.replace("r1", rule(Stage::rcpt, "new"), {}));
  EXPECT_FALSE(engine.replace("r9", rule(Stage::rcpt), {}));
  EXPECT_FALSE(engine.replace("file/one", rule(Stage::rcpt), {}));
  ASSERT_TRUE(engine.find("r1"));
  EXPECT_EQ(engine.find("r1")->rule.name, "new");
  EXPECT_EQ(engine.find("r1")->matched, 0u);
  EXPECT_EQ(engine.list()[0].rule.id, "r1");  // in its place
  EXPECT_EQ(engine.find("r2")->matched, 1u);
  EXPECT_EQ(engine.remove("file/one"), Engine::Removal::from_file);
  EXPECT_EQ(engine.remove("r2"), Engine::Removal::removed);
  EXPECT_EQ(engine.remove("r2"), Engine::Removal::unknown);
  EXPECT_FALSE(engine.find("r2"));
  EXPECT_THAT(engine.add({rule(Stage::noop)}, {}), ElementsAre("r3"));  // ids are not used again
  EXPECT_EQ(engine.remove_all(), 2u);
  EXPECT_EQ(engine.list().size(), 1u);
}

TEST_F(EngineTest, ReplacesAScenarioWhole) {
  engine.load(scenario("file", {rule(Stage::mail, "one"), rule(Stage::mail, "two")}));
  engine.decide(scene.at(Stage::mail));
  engine.load(scenario("file", {rule(Stage::mail, "two")}));
  ASSERT_EQ(engine.list().size(), 1u);
  EXPECT_EQ(engine.list()[0].rule.id, "file/two");
  EXPECT_EQ(engine.list()[0].matched, 0u);
}

TEST_F(EngineTest, ForgetsRulesWhoseTimeIsOver) {
  Rule held = rule(Stage::mail);
  held.delay = *parse_delay("forever");
  engine.add({held}, Milliseconds(10'000));
  engine.add({rule(Stage::body)}, Milliseconds(20'000));
  EXPECT_EQ(engine.find("r1")->expires, clock.now + seconds(10));
  clock.now += seconds(9);
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).rule, "r1");
  EXPECT_TRUE(engine.holds("r1"));
  clock.now += seconds(1);
  EXPECT_FALSE(engine.holds("r1"));
  EXPECT_TRUE(engine.decide(scene.at(Stage::mail)).trace.empty());
  EXPECT_EQ(engine.list().size(), 1u);
  EXPECT_EQ(engine.remove("r1"), Engine::Removal::unknown);
  EXPECT_EQ(engine.alarm(scene.at(Stage::body)).octets, 0u);
  clock.now += seconds(10);
  EXPECT_FALSE(engine.alarm(scene.at(Stage::body)).octets);
  EXPECT_EQ(engine.remove_all(), 0u);
}

TEST_F(EngineTest, HoldsADelayUntilItsRuleIsGone) {
  Rule held = rule(Stage::mail);
  held.delay = *parse_delay("5s");
  engine.add({held, rule(Stage::mail)}, {});
  const std::string hold = engine.decide(scene.at(Stage::mail)).hold;
  EXPECT_FALSE(hold.empty());
  EXPECT_TRUE(engine.holds(hold));
  engine.remove("r2");
  EXPECT_TRUE(engine.holds(hold));
  engine.remove("r1");
  EXPECT_FALSE(engine.holds(hold));
}

}  // namespace
}  // namespace mailrig
