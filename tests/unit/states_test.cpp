// Scenarios with states: timers, goto, scopes, starting anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule_maker.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

Rule in(Rule one, std::vector<std::string> states) {
  one.states = std::move(states);
  return one;
}

// The one of the examples: the tenth message sends it down, and time up again.
Scenario shutdown() {
  Rule tenth = in(counting(rule(Stage::eom, "tenth"), {}, "*/2"), {"up"});
  tenth.go_to = "draining";
  tenth.go_on = true;
  Rule refused = in(rule(Stage::listen, "refused"), {"down"});
  refused.admission = Admission::refuse;
  Scenario one = scenario(
      "graceful",
      {tenth, saying(in(rule(Stage::eom, "same"), {"draining"}), "421 4.3.2 no"),
       saying(in(rule(Stage::mail, "next"), {"draining", "down"}), "421 4.3.2 {host}"), refused});
  one.states =
      StatePlan{"up", {{"draining", {seconds(30), "down"}}, {"down", {seconds(60), "up"}}}};
  return one;
}

class States : public testing::Test {
 protected:
  void SetUp() override {
    engine.tell_changes_to([this] { ++changes; });
    engine.load(shutdown());
  }
  Verdict at(Stage stage) {
    scene.now = clock.steady;
    return engine.decide(scene.at(stage));
  }
  Moment listen() {
    scene.now = clock.steady;
    return scene.outside(Stage::listen);
  }
  std::string state(const std::string& inbox = "default") {
    return engine.scenario("graceful")->states[inbox];
  }

  int changes = 0;
  Clock clock;
  Engine engine{"mx.test", clock.readers()};
  Scene scene;
};

TEST_F(States, GoWhereARuleSays) {
  EXPECT_EQ(state(), "up");
  EXPECT_TRUE(at(Stage::mail).rule.empty());
  at(Stage::eom);
  EXPECT_EQ(state(), "up");
  const int before = changes;
  // What it goes to takes effect with the next event: rules see the state from before.
  const Verdict second = at(Stage::eom);
  EXPECT_THAT(lines(second.trace), ElementsAre("graceful/tenth  2 fired"));
  EXPECT_FALSE(second.replies);
  EXPECT_EQ(state(), "draining");
  EXPECT_GT(changes, before);  // listeners and waiting sessions are to ask again
  EXPECT_EQ(at(Stage::mail).rule, "graceful/next");
  EXPECT_EQ(at(Stage::eom).rule, "graceful/same");
  // Where the state does not agree nothing is counted.
  EXPECT_EQ(engine.find("graceful/tenth")->matched, 2u);
}

TEST_F(States, GoOnWithTime) {
  EXPECT_EQ(engine.set_state("graceful", "default", "draining"), Engine::Move::moved);
  EXPECT_EQ(engine.alarm(listen()).admission, Admission::accept);
  EXPECT_EQ(engine.alarm(listen()).at, clock.steady + seconds(30));
  clock.pass(seconds(30));
  EXPECT_EQ(state(), "down");
  EXPECT_EQ(engine.alarm(listen()).admission, Admission::refuse);
  EXPECT_EQ(engine.alarm(listen()).admission, Admission::refuse);
  EXPECT_EQ(engine.find("graceful/refused")->fired, 1u);
  clock.pass(seconds(59));
  EXPECT_EQ(state(), "down");
  clock.pass(seconds(1));
  EXPECT_EQ(state(), "up");
  EXPECT_EQ(engine.alarm(listen()).admission, Admission::accept);
  EXPECT_FALSE(engine.alarm(listen()).at);
}

TEST_F(States, GoOnWithThePolicyClock) {
  engine.set_state("graceful", "default", "draining");
  engine.advance({"default"}, seconds(40));
  EXPECT_EQ(state(), "down");
  EXPECT_EQ(engine.alarm(listen()).at, clock.steady + seconds(50));
  engine.set_scale({"default"}, 10);
  EXPECT_EQ(engine.alarm(listen()).at, clock.steady + seconds(5));
  engine.advance({"default"}, seconds(500'000));
  EXPECT_EQ(state(), "up");
}

TEST_F(States, SkipWholeRoundsOfACircle) {
  StatePlan plan{"a", {{"a", {Milliseconds(1), "b"}}, {"b", {Milliseconds(2), "a"}}}};
  Standing standing{"a", WallTime{}};
  run_timers(plan, standing, WallTime(std::chrono::hours(24 * 3'650)));
  EXPECT_EQ(standing.state, "a");
  run_timers(plan, standing, WallTime(std::chrono::hours(24 * 3'650) + Milliseconds(1)));
  EXPECT_EQ(standing.state, "b");
}

TEST_F(States, AreOfAnInbox) {
  engine.inbox_list().declare("t42");
  scene.facts.inbox = "t42";
  at(Stage::eom);
  at(Stage::eom);
  EXPECT_EQ(state("t42"), "draining");
  EXPECT_EQ(state(), "up");
  engine.advance({"t42"}, seconds(30));
  EXPECT_EQ(state("t42"), "down");
  EXPECT_EQ(state(), "up");
  engine.inbox_list().remove("t42");
  EXPECT_EQ(engine.scenario("graceful")->states.size(), 1u);
}

TEST_F(States, StartAnewWhenReset) {
  at(Stage::eom);
  at(Stage::eom);
  EXPECT_TRUE(engine.reset("graceful", "t9"));
  EXPECT_EQ(state(), "draining");
  EXPECT_TRUE(engine.reset("graceful", "default"));
  EXPECT_EQ(state(), "up");
  EXPECT_EQ(at(Stage::eom).trace[0].ordinal, 1u);
  EXPECT_TRUE(engine.reset("graceful", std::nullopt));
  EXPECT_EQ(engine.find("graceful/tenth")->matched, 0u);
  EXPECT_FALSE(engine.reset("other", std::nullopt));
}

TEST_F(States, AreSetOnlyToWhatTheScenarioKnows) {
  EXPECT_EQ(engine.set_state("graceful", "default", "side"), Engine::Move::unknown_state);
  EXPECT_EQ(engine.set_state("other", "default", "up"), Engine::Move::unknown_scenario);
  engine.load(scenario("plain", {rule(Stage::mail)}));
  EXPECT_EQ(engine.set_state("plain", "default", "up"), Engine::Move::without_states);
}

TEST_F(States, AndClocksAreAsStartedAfterAReset) {
  engine.advance({"default"}, minutes(5));
  at(Stage::eom);
  engine.reset(std::nullopt);
  EXPECT_TRUE(engine.clock("default").breaks().empty());
  EXPECT_EQ(engine.find("graceful/tenth")->matched, 0u);
}

TEST_F(States, EndADelayThatWasReset) {
  Scenario slow = scenario("slow", {rule(Stage::mail)});
  slow.rules[0].delay = *parse_delay("forever");
  engine.load(slow);
  const std::string hold = at(Stage::mail).hold;
  EXPECT_TRUE(engine.holds(hold));
  engine.reset("slow", std::nullopt);
  EXPECT_FALSE(engine.holds(hold));
}

TEST(Scenarios, ScaleTheClocksOfTheirInboxes) {
  Clock clock;
  Engine engine("mx.test", clock.readers());
  engine.inbox_list().declare("t1");
  Scenario fast = scenario("fast", {});
  fast.scale = 60;
  fast.inbox = *parse_inbox_glob("t*");
  EXPECT_EQ(engine.load(fast), std::nullopt);
  EXPECT_EQ(engine.clock("t1").scale(), 60);
  EXPECT_EQ(engine.clock("default").scale(), 1);
  engine.inbox_list().declare("t2");
  EXPECT_EQ(engine.clock("t2").scale(), 60);
  Scenario other = scenario("other", {});
  other.scale = 10;
  other.inbox = *parse_inbox_glob("t2");
  EXPECT_NE(engine.load(other)->find("\"fast\" and \"other\""), std::string::npos);
  EXPECT_EQ(engine.scenarios().size(), 1u);
  EXPECT_TRUE(engine.unload("fast"));
  EXPECT_EQ(engine.clock("t1").scale(), 1);
  EXPECT_EQ(engine.load(other), std::nullopt);
}

TEST(Scenarios, ForSomeInboxesComeBeforeThoseForAll) {
  Engine engine("mx.test");
  Scene scene;
  Scenario some = scenario("zz", {rule(Stage::mail)});
  some.inbox = *parse_inbox_glob("d*");
  engine.load(scenario("aa", {rule(Stage::mail)}));
  engine.load(some);
  Rule general = rule(Stage::mail), mine = rule(Stage::mail), other = rule(Stage::mail);
  mine.inbox = *parse_inbox_glob("default");
  other.inbox = *parse_inbox_glob("t9");
  engine.add({general, mine, other}, {});
  EXPECT_THAT(
      lines(engine.decide(scene.at(Stage::mail)).trace),
      ElementsAre("r2  1 fired", "r1  1 outranked", "zz/0  1 outranked", "aa/0  1 outranked"));
}

TEST(Scenarios, AreLoadedAgainAllOrNone) {
  Engine engine("mx.test");
  Scene scene;
  Scenario kept = scenario("kept", {rule(Stage::mail)}), changed = scenario("changed", {});
  kept.written = "{1}";
  changed.written = "{2}";
  EXPECT_EQ(engine.load_files({kept, changed}), std::nullopt);
  engine.load(scenario("mine", {}), Origin::api);
  engine.decide(scene.at(Stage::mail));
  changed.written = "{3}";
  changed.rules.push_back(rule(Stage::noop));
  EXPECT_EQ(engine.load_files({kept, changed}), std::nullopt);
  EXPECT_EQ(engine.find("kept/0")->matched, 1u);  // it goes on counting
  EXPECT_TRUE(engine.find("changed/0"));
  EXPECT_TRUE(engine.scenario("mine"));
  EXPECT_EQ(engine.load_files({changed}), std::nullopt);
  EXPECT_FALSE(engine.scenario("kept"));
}

}  // namespace
}  // namespace mailrig
