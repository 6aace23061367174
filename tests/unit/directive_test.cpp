// Faults that the mail itself carries.
#include "scenario/directive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule_maker.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

using testing::ElementsAre;

class Directives : public testing::Test {
 protected:
  void SetUp() override { scene.facts.ip = "127.0.0.1"; }
  Verdict rcpt(const std::string& to) {
    const Recipient one = recipient(to);
    scene.now = clock.steady;
    return engine.decide(scene.rcpt(one));
  }
  std::string said(const Verdict& verdict) {
    return verdict.replies && !verdict.replies->empty() ? verdict.replies->front().octets : "";
  }

  Clock clock;
  Engine engine{"mx.test", clock.readers()};
  Scene scene;
};

TEST_F(Directives, AreReadFromTheRecipient) {
  const Verdict verdict = rcpt("bob+rcpt-450-4.2.0@t42.test");
  EXPECT_EQ(said(verdict), "450 4.2.0 As the mail asked for\r\n");
  EXPECT_EQ(verdict.rule, "+rcpt-450-4.2.0");
  EXPECT_THAT(lines(verdict.trace),
              ElementsAre("+rcpt-450-4.2.0 bob+rcpt-450-4.2.0@t42.test 1 fired"));
  EXPECT_EQ(said(rcpt("bob+x@t42.test")), "");
  EXPECT_EQ(said(rcpt("bob@t42.test")), "");
}

TEST_F(Directives, FailForSomeTimeOrSomeAttempts) {
  EXPECT_EQ(said(rcpt("bob+rcpt-450-4.2.0-5m@t42.test")).substr(0, 3), "450");
  clock.pass(std::chrono::minutes(5));
  EXPECT_EQ(said(rcpt("bob+rcpt-450-4.2.0-5m@t42.test")), "");
  EXPECT_EQ(said(rcpt("ann+rcpt-451-x2@t42.test")).substr(0, 3), "451");
  EXPECT_EQ(said(rcpt("ann+rcpt-451-x2@t42.test")).substr(0, 3), "451");
  EXPECT_EQ(said(rcpt("ann+rcpt-451-x2@t42.test")), "");
  int refused = 0;
  for (int i = 0; i < 1'000; ++i)
    refused += said(rcpt("eve+rcpt-452-p10@t42.test")).empty() ? 0 : 1;
  EXPECT_NEAR(refused, 100, 50);
}

TEST_F(Directives, WaitForTheirStage) {
  EXPECT_TRUE(rcpt("bob+eom-lost-x1@t42.test").rule.empty());
  scene.to({"bob+eom-lost-x1@t42.test"});
  const Verdict lost = engine.decide(scene.at(Stage::eom));
  EXPECT_EQ(lost.accept, true);
  EXPECT_TRUE(lost.replies->empty());
  EXPECT_EQ(lost.then->how, Close::How::rst);
  EXPECT_TRUE(engine.decide(scene.at(Stage::eom)).rule.empty());
}

TEST_F(Directives, AreReadFromTheSenderTheUserAndTheLabel) {
  scene.envelope.from.address = "a+mail-421@x.test";
  EXPECT_EQ(engine.decide(scene.at(Stage::mail)).then->how, Close::How::fin);
  scene.facts.user = "ann+auth-535-5.7.8";
  EXPECT_EQ(said(engine.decide(scene.outside(Stage::login))),
            "535 5.7.8 As the mail asked for\r\n");
  EXPECT_EQ(engine.decide(scene.outside(Stage::ehlo, "c+ehlo-2s.test")).delay.time,
            std::chrono::seconds(2));
  scene.facts.helo = "c+starttls-454.test";
  EXPECT_EQ(said(engine.decide(scene.outside(Stage::starttls))).substr(0, 3), "454");
}

TEST_F(Directives, AreReadFromAHeader) {
  scene.to({"bob@t42.test"});
  scene.content = "Subject: x\r\nX-SMTP-Fault: eom 451 4.3.0 Not now; nth=1-2\r\n\r\nBody\r\n";
  EXPECT_EQ(said(engine.decide(scene.at(Stage::eom))), "451 4.3.0 Not now\r\n");
  EXPECT_EQ(said(engine.decide(scene.at(Stage::eom))), "451 4.3.0 Not now\r\n");
  EXPECT_EQ(said(engine.decide(scene.at(Stage::eom))), "");
  scene.content = "\r\nX-SMTP-Fault: eom 451\r\n";
  EXPECT_TRUE(engine.decide(scene.at(Stage::eom)).trace.empty());
}

TEST_F(Directives, ComeBeforeAllRules) {
  engine.add({saying(rule(Stage::rcpt), "452 x")}, {});
  EXPECT_EQ(rcpt("bob+rcpt-450@t42.test").rule, "+rcpt-450");
  EXPECT_EQ(rcpt("bob@t42.test").rule, "r1");
}

TEST_F(Directives, AreForLoopbackUnlessAskedFor) {
  scene.facts.ip = "192.0.2.7";
  EXPECT_TRUE(rcpt("bob+rcpt-450@t42.test").rule.empty());
  engine.take_faults_from_anywhere();
  EXPECT_EQ(rcpt("bob+rcpt-450@t42.test").rule, "+rcpt-450");
}

Scenario two_refusals(const char* name) {
  Scenario scenario;
  scenario.name = name;
  scenario.rules = {saying(rule(Stage::rcpt), "450 4.2.1 Busy"),
                    saying(rule(Stage::rcpt), "452 4.2.2 Full"),
                    saying(rule(Stage::eom), "451 Later")};
  scenario.rules[0].name = "busy";
  scenario.rules[0].nth = *Nth::parse("1");
  return scenario;
}

TEST_F(Directives, BorrowTheRulesOfAScenario) {
  engine.lend_by([](std::string_view name) -> std::optional<Scenario> {
    if (name != "two-refusals") return std::nullopt;
    return two_refusals("two-refusals");
  });
  const Verdict first = rcpt("bob+rcpt-use-two-refusals@t42.test");
  EXPECT_EQ(said(first), "450 4.2.1 Busy\r\n");
  EXPECT_EQ(first.rule, "+rcpt-use-two-refusals/busy");
  EXPECT_EQ(said(rcpt("bob+rcpt-use-two-refusals@t42.test")), "452 4.2.2 Full\r\n");
  // Counted for this address alone, and nobody else is concerned.
  EXPECT_EQ(said(rcpt("ann+RCPT-Use-Two-Refusals@t42.test")), "450 4.2.1 Busy\r\n");
  EXPECT_EQ(said(rcpt("bob@t42.test")), "");
  scene.to({"bob@t42.test"});
  scene.content = "X-SMTP-Fault: eom use-two-refusals\r\n\r\n";
  EXPECT_EQ(said(engine.decide(scene.at(Stage::eom))), "451 Later\r\n");
}

TEST_F(Directives, BorrowFromAScenarioInForceAsItIsNow) {
  Scenario scenario = two_refusals("mine");
  scenario.inbox = *parse_inbox_glob("elsewhere");
  engine.load(scenario);
  EXPECT_EQ(said(rcpt("bob+rcpt-use-mine@t42.test")), "450 4.2.1 Busy\r\n");
  scenario.rules = {saying(rule(Stage::rcpt), "550 Gone")};
  engine.load(scenario);
  EXPECT_EQ(said(rcpt("bob+rcpt-use-mine@t42.test")), "550 Gone\r\n");
  engine.unload("mine");
  const Verdict verdict = rcpt("bob+rcpt-use-mine@t42.test");
  EXPECT_EQ(said(verdict), "");
  ASSERT_EQ(verdict.notes.size(), 1u);
  EXPECT_EQ(verdict.notes[0], "\"+rcpt-use-mine\" is no directive: there is no scenario \"mine\"");
}

TEST_F(Directives, BorrowNothingFromAScenarioWithoutARuleThere) {
  Scenario scenario = two_refusals("stateful");
  scenario.states = StatePlan{"up", {}};
  for (Rule& each : scenario.rules) each.states = {"up"};
  engine.load(scenario);
  Verdict verdict = rcpt("bob+rcpt-use-stateful@t42.test");
  ASSERT_EQ(verdict.notes.size(), 1u);
  EXPECT_NE(verdict.notes[0].find("has no rule at rcpt but such as go by its states: arm it with "
                                  "PUT /v1/scenarios/stateful"),
            std::string::npos);
  verdict = rcpt("bob+quit-use-stateful@t42.test");
  ASSERT_EQ(verdict.notes.size(), 1u);
  EXPECT_TRUE(verdict.notes[0].ends_with("has no rule at quit")) << verdict.notes[0];
}

TEST_F(Directives, AlmostReadAreTold) {
  const std::pair<const char*, const char*> cases[] = {
      {"b+rcpt-250@t.test", "\"250\" is no 4xx or 5xx code"},
      {"b+rcpt-45@t.test", "\"45\" is no 4xx or 5xx code"},
      {"b+eom-hangg@t.test", "\"hangg\" is no 4xx"},
      {"b+eom-use@t.test", "\"use\" is no 4xx"},
      {"b+rcpt-450-x0@t.test", "\"x0\" is no x<attempts>"},
      {"b+rcpt-450-p101@t.test", "\"p101\" is no x<attempts>"},
      {"b+ehlo-421@t.test", "recipients take rcpt, data, eom, rset and quit"},
      {"b+data-lost@t.test", "only rcpt and eom decide what is kept"},
  };
  for (const auto& [address, note] : cases) {
    const Verdict verdict = rcpt(address);
    ASSERT_EQ(verdict.notes.size(), 1u) << address;
    EXPECT_NE(verdict.notes[0].find(note), std::string::npos) << verdict.notes[0];
    EXPECT_TRUE(verdict.trace.empty());
  }
  EXPECT_TRUE(rcpt("b+rcpt@t.test").notes.empty());
  EXPECT_TRUE(rcpt("b+newsletter-2024@t.test").notes.empty());
}

TEST(DirectiveText, IsTakenFromAnAddress) {
  EXPECT_EQ(without_directives("bob+rcpt-450-4.2.0-5m@t42.test"), "bob@t42.test");
  EXPECT_EQ(without_directives("bob+news+eom-hang@t42.test"), "bob+news@t42.test");
  EXPECT_EQ(without_directives("bob+news@t42.test"), std::nullopt);
  EXPECT_EQ(without_directives("bob@t42.test"), std::nullopt);
  const auto parts = directives_in("bob+RCPT-450-4.2.0-5m-x2");
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].effect, "450-4.2.0");
  EXPECT_THAT(parts[0].modifiers, ElementsAre("5m", "x2"));
}

}  // namespace
}  // namespace mailrig
