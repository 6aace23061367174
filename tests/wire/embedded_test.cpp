// A rig asked from inside its process.
#include <gtest/gtest.h>

#include <future>

#include "rig/rig.hpp"
#include "wire/client.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

RigOptions without_http() {
  RigOptions options;
  options.addresses = {"127.0.0.1"};
  options.smtp_port = 0;
  options.http_port = port_off;
  options.threads = 1;
  return options;
}

// The reply to RCPT, and, if that is 250, to the end of data.
std::string send(const Rig& rig, const std::string& to, const std::string& subject,
                 const std::string& body = "hello\r\n") {
  Client smtp(rig.smtp_port());
  smtp.reply();
  smtp.send("HELO test.example\r\n");
  smtp.reply();
  smtp.send("MAIL FROM:<a@x.test>\r\n");
  smtp.reply();
  smtp.send("RCPT TO:<" + to + ">\r\n");
  std::string reply = smtp.reply();
  if (!reply.starts_with("250")) return reply;
  smtp.send("DATA\r\n");
  smtp.reply();
  smtp.send("Subject: " + subject + "\r\n\r\n" + body + ".\r\n");
  return smtp.reply();
}

TEST(EmbeddedRig, ListsMessagesAsSent) {
  Rig rig(without_http());
  rig.start();
  ASSERT_TRUE(rig.messages().empty());
  send(rig, "one@y.test", "first");
  send(rig, "two@y.test", "=?utf-8?q?sec=C3=B6nd?=");
  const auto all = rig.messages();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].from, "a@x.test");
  EXPECT_EQ(all[0].to, std::vector<std::string>{"one@y.test"});
  EXPECT_EQ(all[1].subject, "secönd");
  EXPECT_EQ(all[0].raw, "Subject: first\r\n\r\nhello\r\n");
  EXPECT_EQ(rig.messages({{"to", "two@*"}}).size(), 1U);
}

TEST(EmbeddedRig, WaitsUntilTheMailIsThere) {
  Rig rig(without_http());
  rig.start();
  auto waiting = std::async(std::launch::async, [&rig] {
    std::string why;
    return rig.received({{"to", "late@y.test"}}, 2, 60s, why);
  });
  send(rig, "late@y.test", "one");
  send(rig, "late@y.test", "two");
  EXPECT_TRUE(waiting.get());
}

TEST(EmbeddedRig, SaysWhatCameClose) {
  Rig rig(without_http());
  rig.start();
  send(rig, "typo@y.test", "hello");
  std::string why;
  EXPECT_FALSE(rig.received({{"to", "tpyo@y.test"}}, 1, 1ms, why));
  EXPECT_NE(why.find("to is \"typo@y.test\", not \"tpyo@y.test\""), why.npos) << why;
}

TEST(EmbeddedRig, ArmsAndDisarmsRules) {
  Rig rig(without_http());
  rig.start();
  rig.arm(R"({"on": "rcpt", "reply": "550 5.1.1 gone"})");
  EXPECT_EQ(send(rig, "b@y.test", "one"), "550 5.1.1 gone\r\n");
  rig.disarm();
  EXPECT_EQ(send(rig, "b@y.test", "two").substr(0, 3), "250");
}

TEST(EmbeddedRig, GivesVerdictsWithReasons) {
  Rig rig(without_http());
  rig.start();
  rig.arm(R"({"name": "busy", "on": "rcpt", "nth": 1, "reply": "451 4.3.0 Later"})");
  send(rig, "b@y.test", "one");
  send(rig, "b@y.test", "one");
  std::string why;
  EXPECT_TRUE(rig.verify(R"({"transaction": {}, "per": ["to"], "outcome": ["451", "250"]})", why));
  EXPECT_EQ(why, "");
  EXPECT_FALSE(rig.verify(R"([{"name": "came", "message": {"to": "bb@y.test"}},
                              {"name": "once", "transaction": {"to": "b@y.test"}, "count": 1},
                              {"name": "quit", "session": {}, "count": 2}])",
                          why));
  EXPECT_NE(why.find("came: nothing matched"), why.npos) << why;
  EXPECT_NE(why.find("to is \"b@y.test\", not \"bb@y.test\""), why.npos) << why;
  EXPECT_NE(why.find("once: "), why.npos) << why;
  EXPECT_EQ(why.find("quit: "), why.npos) << why;
}

TEST(EmbeddedRig, WatchesUntilAVerdictIsDue) {
  Rig rig(without_http());
  rig.start();
  auto waiting = std::async(std::launch::async, [&rig] {
    std::string why;
    return rig.verify(R"({"message": {"to": "late@y.test"}, "within": "60s"})", why);
  });
  send(rig, "late@y.test", "one");
  EXPECT_TRUE(waiting.get());
  std::string why;
  EXPECT_TRUE(rig.verify(R"({"message": {"to": "no@y.test"}, "count": 0, "for": "20ms"})", why));
}

TEST(EmbeddedRig, AnswersWhatTakesASearchThroughMuch) {
  Rig rig(without_http());
  rig.start();
  std::string body = "needle\r\n";
  while (body.size() < 600'000) body += "hay and hay and hay and hay and hay and hay and hay\r\n";
  send(rig, "b@y.test", "one", body);
  EXPECT_EQ(rig.messages({{"body", "needle"}}).size(), 1U);
  EXPECT_EQ(rig.messages({{"body", "pin"}}).size(), 0U);
}

TEST(EmbeddedRig, RefusesFaultyInputByThrowingWhatIsWrong) {
  Rig rig(without_http());
  rig.start();
  const auto thrown = [](auto&& call) -> std::string {
    try {
      call();
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(thrown([&] { rig.arm(R"({"on": "rcpt", "replay": "550"})"); }).find("replay"),
            std::string::npos);
  EXPECT_NE(thrown([&] { rig.messages({{"too", "x"}}); }).find("too"), std::string::npos);
  std::string why;
  EXPECT_NE(thrown([&] {
              rig.received({{"too", "x"}}, 1, 1ms, why);
            }).find("too"),
            std::string::npos);
  const auto verify = [&](const char* expect) { return thrown([&] { rig.verify(expect, why); }); };
  EXPECT_NE(verify(R"({"message": {}, "cuont": 1})").find("count"), std::string::npos);
  EXPECT_NE(verify("[]").find("at least one"), std::string::npos);
  EXPECT_NE(verify("{").find("JSON"), std::string::npos) << verify("{");
  EXPECT_NE(thrown([&] { rig.ask("GET", "/v1/events"); }).find("/v1/events"), std::string::npos);
}

TEST(EmbeddedRig, AWaiterIsToldWhenTheRigStops) {
  Rig rig(without_http());
  rig.start();
  auto waiting = std::async(std::launch::async,
                            [&rig] { return rig.ask("GET", "/v1/messages?wait=60s").status; });
  while (rig.ask("GET", "/v1/info").body.find("\"waiters\":1") == std::string::npos) {
  }
  rig.stop();
  EXPECT_EQ(waiting.get(), 503);
}

}  // namespace
}  // namespace mailrig::wire
