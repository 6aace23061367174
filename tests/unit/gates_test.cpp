// What holds a rule back: times, window, age, expire; and what stacks with `continue`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule_maker.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

class Gates : public testing::Test {
 protected:
  Verdict rcpt(const std::string& to, std::uint64_t session = 12) {
    const Recipient one = recipient(to);
    scene.now = clock.steady;
    scene.facts.session = session;
    return engine.decide(scene.rcpt(one));
  }

  Clock clock;
  Engine engine{"mx.test", clock.readers()};
  Scene scene;
};

TEST_F(Gates, FireAtMostSoManyTimesForAKey) {
  Rule twice = counting(rule(Stage::rcpt), {"to"});
  twice.times = 2;
  twice.chance = 0.5;
  engine.add({twice}, {});
  int fired = 0;
  std::string last;
  for (int i = 0; i < 40; ++i) {
    const Verdict verdict = rcpt("bob@y.test");
    fired += verdict.rule.empty() ? 0 : 1;
    last = verdict.trace[0].why;
  }
  EXPECT_EQ(fired, 2);
  EXPECT_EQ(last, "it has fired 2 times for this key, times is 2");
  EXPECT_EQ(engine.list()[0].matched, 40u);
}

TEST_F(Gates, CountWithinASlidingWindow) {
  Rule rate = counting(rule(Stage::rcpt), {"to"}, "3-");
  rate.window = *parse_window("1m");
  engine.add({rate}, {});
  EXPECT_EQ(rcpt("bob@y.test").rule, "");
  clock.pass(seconds(30));
  EXPECT_EQ(rcpt("bob@y.test").rule, "");
  EXPECT_EQ(rcpt("ann@y.test").rule, "");
  const Verdict third = rcpt("bob@y.test");
  EXPECT_EQ(third.rule, "r1");
  EXPECT_EQ(third.trace[0].why, "ordinal 3 within 1m is in nth 3-");
  clock.pass(seconds(31));
  EXPECT_EQ(rcpt("bob@y.test").rule, "r1");  // refused ones count too
  clock.pass(seconds(60));
  const Verdict later = rcpt("bob@y.test");
  EXPECT_THAT(lines(later.trace), ElementsAre("r1 bob@y.test 1 window"));
  EXPECT_EQ(later.trace[0].why, "ordinal 1 within 1m is not in nth 3-");
}

TEST_F(Gates, RankTheSessionsThatAreOpen) {
  Rule concurrent = counting(rule(Stage::rcpt), {"to"}, "3-");
  concurrent.window = *parse_window("open");
  engine.add({concurrent}, {});
  EXPECT_EQ(rcpt("bob@y.test", 1).rule, "");
  EXPECT_EQ(rcpt("bob@y.test", 2).rule, "");
  EXPECT_EQ(rcpt("bob@y.test", 2).rule, "");
  EXPECT_EQ(rcpt("bob@y.test", 3).trace[0].why, "rank 3 among open sessions is in nth 3-");
  scene.facts.session = 1;
  engine.decide(scene.outside(Stage::closed));
  EXPECT_EQ(rcpt("bob@y.test", 3).trace[0].why, "rank 2 among open sessions is not in nth 3-");
}

TEST_F(Gates, GreylistByAge) {
  Rule young = saying(counting(rule(Stage::rcpt), {"ip/24", "from", "to"}),
                      "450 4.2.0 <{to}> greylisted, try again in {left} seconds");
  young.age = *parse_age("<300s");
  young.expire = hours(48);
  engine.add({young}, {});
  const Verdict first = rcpt("bob@y.test");
  EXPECT_EQ(first.replies->front().octets,
            "450 4.2.0 <bob@y.test> greylisted, try again in 300 seconds\r\n");
  clock.pass(Milliseconds(60'500));
  EXPECT_EQ(rcpt("bob@y.test").replies->front().octets,
            "450 4.2.0 <bob@y.test> greylisted, try again in 240 seconds\r\n");
  clock.pass(minutes(4));
  const Verdict later = rcpt("bob@y.test");
  EXPECT_EQ(later.rule, "");
  EXPECT_EQ(later.trace[0].gate, Gate::age);
  EXPECT_EQ(later.trace[0].why, "age 5m0s is not <300s");
  clock.pass(hours(43));
  EXPECT_EQ(rcpt("bob@y.test").rule, "");
  clock.pass(hours(5));
  EXPECT_EQ(rcpt("bob@y.test").rule, "r1");  // it is new again
}

TEST_F(Gates, LetTimePassWithoutWaiting) {
  Rule young = counting(rule(Stage::rcpt), {"to"});
  young.age = *parse_age("<5m");
  engine.add({young}, {});
  EXPECT_EQ(rcpt("bob@y.test").rule, "r1");
  EXPECT_TRUE(engine.advance({"default"}, minutes(5)));
  EXPECT_EQ(rcpt("bob@y.test").rule, "");
  EXPECT_EQ(rcpt("ann@y.test").rule, "r1");
  engine.set_scale({"default"}, 600);
  clock.pass(Milliseconds(500));
  EXPECT_EQ(rcpt("ann@y.test").rule, "");
}

TEST_F(Gates, LetRulesThatSayContinueStack) {
  Rule slow = rule(Stage::rcpt, "slow");
  slow.delay = *parse_delay("2s");
  slow.go_on = true;
  Rule drip = saying(rule(Stage::rcpt, "drip"), "451 4.3.0 first");
  drip.delay = *parse_delay("3s");
  drip.send = Pace{};
  drip.send->chunk = 1;
  drip.go_on = true;
  Rule last = saying(rule(Stage::rcpt, "last"), "452 4.3.1 last");
  last.close = Close{Close::How::rst};
  engine.add({slow, drip, last, rule(Stage::rcpt)}, {});
  const Verdict verdict = rcpt("bob@y.test");
  EXPECT_EQ(verdict.delay.time, seconds(5));
  EXPECT_EQ(verdict.replies->front().octets, "452 4.3.1 last\r\n");
  EXPECT_EQ(verdict.pace.chunk, 1u);
  EXPECT_EQ(verdict.then->how, Close::How::rst);
  EXPECT_EQ(verdict.rule, "r3");
  EXPECT_THAT(lines(verdict.trace),
              ElementsAre("r1  1 fired", "r2  1 fired", "r3  1 fired", "r4  1 outranked"));
  EXPECT_EQ(verdict.trace[3].why, "rule r3 (last) comes before it and fired");
  EXPECT_TRUE(engine.holds(verdict.hold));
  engine.remove("r2");
  EXPECT_FALSE(engine.holds(verdict.hold));
}

TEST_F(Gates, AloneUseUpTheTimesOfTheRecipientThatDecides) {
  Rule once = saying(counting(rule(Stage::eom), {"to"}), "451 <{to}>");
  once.times = 1;
  once.go_on = true;
  engine.add({once}, {});
  scene.to({"ann@y.test", "bob@y.test"});
  EXPECT_EQ(engine.decide(scene.at(Stage::eom)).replies->front().octets, "451 <ann@y.test>\r\n");
  EXPECT_EQ(engine.decide(scene.at(Stage::eom)).replies->front().octets, "451 <bob@y.test>\r\n");
  EXPECT_FALSE(engine.decide(scene.at(Stage::eom)).replies);
}

TEST_F(Gates, OfferBodyAtTheBoundsOfEachRule) {
  engine.add({matching(rule(Stage::body), "bytes", ">=100"),
              matching(rule(Stage::body), "bytes", "50-59"), rule(Stage::body)},
             {});
  std::vector<std::uint64_t> octets;
  std::vector<std::string> fired;
  for (std::uint64_t from = 0;;) {
    Moment moment = scene.at(Stage::body);
    moment.content = scene.content;
    moment.octets = from;
    const auto next = engine.alarm(moment).octets;
    if (!next) break;
    octets.push_back(*next);
    moment.octets = *next;
    fired.push_back(engine.decide(moment).rule);
    from = *next + 1;
  }
  EXPECT_THAT(octets, ElementsAre(0, 50, 60, 100));
  EXPECT_THAT(fired, ElementsAre("r3", "r2", "", "r1"));
  for (const RuleStatus& one : engine.list()) EXPECT_EQ(one.matched, 1u) << one.rule.id;
}

TEST_F(Gates, OfferSilencesOneAfterTheOther) {
  Rule short_one = rule(Stage::idle), long_one = rule(Stage::idle);
  short_one.after = seconds(10);
  long_one.after = seconds(30);
  engine.add({long_one, short_one, rule(Stage::idle)}, {});
  Moment moment = scene.outside(Stage::idle);
  moment.planned = nullptr;
  EXPECT_EQ(engine.alarm(moment).idle, seconds(10));
  moment.silence = seconds(10);
  EXPECT_EQ(engine.decide(moment).rule, "r2");
  EXPECT_EQ(engine.alarm(moment).idle, seconds(30));
  moment.silence = seconds(30);
  EXPECT_EQ(engine.decide(moment).rule, "r1");
  EXPECT_FALSE(engine.alarm(moment).idle);
  moment.silence = minutes(5);
  moment.planned = &scene.planned;  // the listener's own limit
  EXPECT_EQ(engine.decide(moment).rule, "r3");
}

TEST_F(Gates, DrawDelaysFromADistribution) {
  Rule slow = counting(rule(Stage::rcpt), {"to"});
  slow.delay = DelayPlan{};
  slow.delay->least = Milliseconds(200);
  slow.delay->most = Milliseconds(3'000);
  slow.delay->skewed = true;
  engine.add({slow}, {});
  std::vector<std::int64_t> times;
  for (int i = 0; i < 10'000; ++i) times.push_back(rcpt("bob@y.test").delay.time.count());
  std::sort(times.begin(), times.end());
  EXPECT_NEAR(static_cast<double>(times[5'000]), 200, 15);
  EXPECT_NEAR(static_cast<double>(times[9'900]), 3'000, 600);
  EXPECT_LE(times.back(), 30'000);
}

TEST_F(Gates, FindRulesByAddressAmongAThousand) {
  std::vector<Rule> many;
  for (int i = 0; i < 1'000; ++i)
    many.push_back(
        matching(rule(Stage::rcpt), i % 2 ? "to" : "from", "user" + std::to_string(i) + "@y.test"));
  many.push_back(matching(rule(Stage::rcpt), "to.domain", "z.test"));
  many.push_back(matching(rule(Stage::rcpt), "to", "*@z.test"));
  many.push_back(matching(rule(Stage::rcpt), "to", "BOB@z.test"));
  engine.add(many, {});
  EXPECT_EQ(rcpt("user501@y.test").rule, "r502");
  EXPECT_EQ(rcpt("USER501@Y.test").rule, "r502");
  EXPECT_EQ(rcpt("user500@y.test").rule, "");
  scene.envelope.from.address = "user500@y.test";
  EXPECT_EQ(rcpt("ann@y.test").rule, "r501");
  scene.envelope.from.address = "";
  EXPECT_THAT(lines(rcpt("bob@Z.test").trace),
              ElementsAre("r1001  1 fired", "r1002  1 outranked", "r1003  1 outranked"));
}

}  // namespace
}  // namespace mailrig
