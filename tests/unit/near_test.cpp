// What a failed expectation shows beside its reason: near misses, refusals, the rule trace.
#include "verify/near.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify/failure_text.hpp"
#include "verify_scene.hpp"

namespace mailrig {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Scene = VerifyScene;

TEST(Near, ShowsTheThreeNearestFirst) {
  Scene scene;
  for (const char* to : {"zoe@elsewhere.example", "bobby@y.test", "bop@y.test", "b@y.test"})
    scene.attempt({.to = {to}});
  const auto result = scene.judge(Scene::expect(Subject::message, "bob@y.test"));
  ASSERT_THAT(result.near_misses, SizeIs(3));
  EXPECT_EQ(result.near_misses[0].id, "m3");
  EXPECT_EQ(result.near_misses[0].kind, "message");
  EXPECT_EQ(result.near_misses[0].miss.differences.at(0).found, "bop@y.test");
  EXPECT_THAT(failure_text(result),
              HasSubstr("message m3 came close: to is \"bop@y.test\", not \"bob@y.test\""));
}

TEST(Near, NamesTheRuleThatRefusedWhatWouldHaveMatched) {
  Scene scene;
  scene.attempt(
      {.to = {"full@y.test", "ok@y.test"}, .refused = "full@y.test", .rule = "mailbox-full/full"});
  const auto result = scene.judge(Scene::expect(Subject::message, "full@*"));
  EXPECT_EQ(result.because.at(1),
            "transaction t1 matched, but rule mailbox-full/full answered 452 4.2.2 over quota");
  ASSERT_THAT(result.trace, SizeIs(1));
  EXPECT_EQ(result.trace[0].record, "t1");
  EXPECT_EQ(result.trace[0].stage, "rcpt");
  EXPECT_EQ(result.sessions, std::vector<std::string>{"s1"});
  EXPECT_THAT(failure_text(result),
              HasSubstr("t1 at rcpt: rule mailbox-full/full, key bob@y.test, ordinal 1: fired"));
}

TEST(Near, NamesTheReplyWhereNoRuleRefused) {
  Scene scene;
  scene.attempt({.outcome = "552", .kept = false});
  scene.attempt({.outcome = "lost", .kept = false});
  const auto because = scene.judge(Scene::expect(Subject::message, "bob@*")).because;
  ASSERT_THAT(because, SizeIs(3));
  EXPECT_EQ(because[1], "transaction t2 matched, but it was lost");
  EXPECT_EQ(because[2], "transaction t1 matched, but it was answered 552 done");
}

TEST(Near, HasNothingToShowWithoutAMatch) {
  Scene scene;
  scene.connect();
  Expectation two = Scene::expect(Subject::session);
  two.count = Scene::bounds("2");
  EXPECT_THAT(scene.judge(two).near_misses, IsEmpty());
}

TEST(Near, ShowsCommandsWithTheirWordsAndWithoutSecrets) {
  Scene scene;
  const auto session = scene.connect();
  Event secret;
  secret.who = Who::client;
  secret.kind = EventKind::auth;
  secret.text = "AUTH PLAIN c2VjcmV0";
  secret.secret_from = 11;
  secret.stage = Stage::auth;
  session->append(secret);
  Expectation login = Scene::expect(Subject::command);
  login.match = {Scene::condition("verb", "AUTH"), Scene::condition("arg", "LOGIN*")};
  const auto result = scene.judge(login);
  ASSERT_THAT(result.near_misses, SizeIs(1));
  EXPECT_EQ(result.near_misses[0].miss.differences.at(0).found, "PLAIN ****");
  EXPECT_EQ(result.near_misses[0].note, "AUTH PLAIN **** in s1");
  EXPECT_THAT(failure_text(result), testing::Not(HasSubstr("c2VjcmV0")));
}

}  // namespace
}  // namespace mailrig
