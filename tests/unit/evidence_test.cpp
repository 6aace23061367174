#include "verify/evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify_scene.hpp"

namespace mailrig {
namespace {

using Scene = VerifyScene;

std::vector<std::string> titles(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const Item& item : items) all.push_back(item.title());
  return all;
}

TEST(Evidence, HoldsEveryKindOldestFirst) {
  Scene scene;
  scene.attempt({.rule = "s/full"});
  scene.attempt({.outcome = "451", .kept = false});
  const Evidence evidence = gather(scene.store, {}, Lines::read);
  EXPECT_THAT(titles(evidence.messages), testing::ElementsAre("m1"));
  EXPECT_THAT(titles(evidence.transactions), testing::ElementsAre("t1", "t2"));
  EXPECT_THAT(titles(evidence.sessions), testing::ElementsAre("s1", "s2"));
  EXPECT_THAT(titles(evidence.commands),
              testing::ElementsAre("MAIL FROM:<a@x.test> in s1", "RCPT TO:<bob@y.test> in s1",
                                   "MAIL FROM:<a@x.test> in s2", "RCPT TO:<bob@y.test> in s2"));
  EXPECT_THAT(titles(evidence.firings), testing::ElementsAre("s/full at eom in t1"));
}

TEST(Evidence, SeesNothingThatCameBeforeItsMark) {
  Scene scene;
  const auto session = scene.connect();
  scene.command(*session, "EHLO before", Stage::ehlo);
  scene.attempt_in(*session, {});
  Scope scope;
  scope.after = scene.store.seq();
  scene.command(*session, "NOOP", Stage::noop);
  const Evidence evidence = gather(scene.store, scope, Lines::read);
  EXPECT_THAT(evidence.messages, testing::IsEmpty());
  EXPECT_THAT(evidence.transactions, testing::IsEmpty());
  EXPECT_THAT(titles(evidence.commands), testing::ElementsAre("NOOP in s1"))
      << "an open session says things that leave no trace in its seq";
}

TEST(Evidence, KnowsWhetherACommandWasSentInTheClear) {
  Scene scene;
  const auto session = scene.connect();
  scene.command(*session, "STARTTLS", Stage::starttls);
  Event handshake;
  handshake.kind = EventKind::tls;
  session->append(handshake);
  Facts facts = *session->facts();
  facts.tls = "TLSv1.3";
  session->learn(std::move(facts));
  scene.command(*session, "AUTH PLAIN", Stage::auth);
  const Evidence evidence = gather(scene.store, {}, Lines::read);
  ASSERT_EQ(evidence.commands.size(), 2u);
  const Conditions secure{Scene::condition("tls", "true")};
  EXPECT_FALSE(holds(secure, evidence.commands[0]));
  EXPECT_TRUE(holds(secure, evidence.commands[1]));
}

TEST(Evidence, HasTheFactsOfASession) {
  Scene scene;
  const auto session = scene.connect();
  session->note_rset();
  session->add_octets(120, 0);
  scene.attempt_in(*session, {});
  scene.store.close_session(*session, ClosedBy::server, "timeout", scene.steady);
  const Evidence evidence = gather(scene.store, {}, Lines::read);
  for (const auto& [field, pattern] : {std::pair{"rset", "true"},
                                       {"quit", "false"},
                                       {"idle", "true"},
                                       {"bytes", ">=120"},
                                       {"transactions", "1"},
                                       {"closedBy", "server"},
                                       {"helo", "client.test"}})
    EXPECT_TRUE(holds({Scene::condition(field, pattern)}, evidence.sessions.at(0))) << field;
}

}  // namespace
}  // namespace mailrig
