// What rules and clients could hold for ever is bounded, reported, and others do not notice.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "rig/rig.hpp"
#include "wire/client.hpp"
#include "wire/free_ports.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

HttpReply post(const Rig& rig, const std::string& target, const std::string& body) {
  return request(rig.http_port(), "POST", target, "application/json", body);
}

// Waits until that many sessions have ended so.
testing::AssertionResult ended(const Rig& rig, const std::string& how, int count) {
  const HttpReply list = get(
      rig.http_port(), "/v1/sessions?closedBy=" + how + "&wait=20s&count=" + std::to_string(count));
  if (list.status == 200) return testing::AssertionSuccess();
  return testing::AssertionFailure() << list.body;
}

std::string deliver(const Rig& rig, const std::string& to) {
  Client smtp(rig.smtp_port());
  smtp.reply();
  for (const std::string& line :
       {std::string("EHLO client.example"), std::string("MAIL FROM:<a@x.test>"),
        "RCPT TO:<" + to + ">", std::string("DATA")}) {
    smtp.send(line + "\r\n");
    smtp.reply();
  }
  smtp.send("Subject: x\r\n\r\nx\r\n.\r\n");
  return smtp.reply().substr(0, 3);
}

TEST(Bounds, LetSoManySessionsHangAndNoMore) {
  RigOptions options = free_ports();
  options.max_hanging = 3;
  Rig rig(options);
  rig.start();
  const HttpReply armed =
      post(rig, "/v1/rules", R"({"name":"for ever","on":["noop","rset"],"delay":"forever"})");
  ASSERT_EQ(armed.status, 201) << armed.body;
  std::vector<std::unique_ptr<Client>> hanging;
  for (int i = 0; i < 3; ++i) {
    hanging.push_back(std::make_unique<Client>(rig.smtp_port()));
    hanging.back()->reply();
    hanging.back()->send("NOOP\r\n");
    EXPECT_FALSE(hanging.back()->readable(50ms));
  }
  for (int i = 0; i < 5; ++i) {
    Client turned_away(rig.smtp_port());
    turned_away.reply();
    turned_away.send("RSET\r\n");
    EXPECT_EQ(turned_away.until_end(), "");
    EXPECT_TRUE(turned_away.ended());
    EXPECT_FALSE(turned_away.was_reset());
  }
  EXPECT_TRUE(ended(rig, "server", 5));
  const std::string told = get(rig.http_port(), "/v1/sessions/latest/transcript").body;
  EXPECT_NE(told.find("as many sessions hang as may (--max-hanging)"), std::string::npos) << told;
  EXPECT_EQ(deliver(rig, "bob@y.test"), "250");
  for (const auto& each : hanging) EXPECT_FALSE(each->readable(0ms));
  // One that goes makes room.
  hanging.back()->close();
  EXPECT_TRUE(ended(rig, "client", 2));
  Client next(rig.smtp_port());
  next.reply();
  next.send("NOOP\r\n");
  EXPECT_FALSE(next.readable(100ms));
  // And all go on when the rule is removed.
  ASSERT_EQ(request(rig.http_port(), "DELETE", "/v1/rules?all=true", "application/json", "").status,
            200);
  EXPECT_EQ(next.reply().substr(0, 3), "250");
  EXPECT_EQ(hanging.front()->reply().substr(0, 3), "250");
}

TEST(Bounds, TakeADelayBeyondAnyClientsPatienceForHanging) {
  RigOptions options = free_ports();
  options.max_hanging = 1;
  Rig rig(options);
  rig.start();
  post(rig, "/v1/rules", R"({"on":"noop","delay":"3650d"})");
  Client first(rig.smtp_port()), second(rig.smtp_port());
  first.reply();
  second.reply();
  first.send("NOOP\r\n");
  EXPECT_FALSE(first.readable(50ms));
  second.send("NOOP\r\n");
  EXPECT_EQ(second.until_end(), "");
  EXPECT_TRUE(second.ended());
}

TEST(Bounds, EndTheSessionOfAClientThatNeverReads) {
  RigOptions options = free_ports();
  options.idle = 400ms;
  Rig rig(options);
  rig.start();
  const std::string long_reply(3'000, 'x');
  const HttpReply armed =
      post(rig, "/v1/rules", R"({"on":"noop","reply":{"raw":"250 )" + long_reply + R"(\r\n"}})");
  ASSERT_EQ(armed.status, 201) << armed.body;
  Client client(rig.smtp_port());
  // 60 MB of replies that nobody takes: more than all buffers between.
  std::string commands;
  for (int i = 0; i < 20'000; ++i) commands += "NOOP\r\n";
  std::thread writer([&] { client.send(commands); });
  EXPECT_TRUE(ended(rig, "server", 1));
  const std::string told = get(rig.http_port(), "/v1/sessions/latest/transcript").body;
  EXPECT_NE(told.find("the client reads no replies"), std::string::npos) << told.substr(0, 500);
  writer.join();
  EXPECT_EQ(deliver(rig, "bob@y.test"), "250");
}

// Patterns that take a backtracking engine longer than the age of the universe, where a client
// decides the text.
TEST(Bounds, KeepARegularExpressionThatExplodesFromHoldingASession) {
  Rig rig(free_ports());
  rig.start();
  for (const std::string& pattern :
       std::vector<std::string>{"/^(a+)+$/", "/(a|a)*Z/", "/(x+x+)+Y/", "/((a*)*)*Q/"}) {
    const HttpReply armed = post(
        rig, "/v1/rules", R"({"on":"eom","match":{"body":")" + pattern + R"("},"reply":"554 No"})");
    ASSERT_EQ(armed.status, 201) << armed.body;
  }
  const auto began = std::chrono::steady_clock::now();
  Client smtp(rig.smtp_port());
  smtp.reply();
  for (const char* line :
       {"EHLO client.example", "MAIL FROM:<a@x.test>", "RCPT TO:<b@y.test>", "DATA"}) {
    smtp.send(std::string(line) + "\r\n");
    smtp.reply();
  }
  smtp.send("Subject: x\r\n\r\n" + std::string(500'000, 'a') + "!\r\n" + std::string(500'000, 'x') +
            "!\r\n.\r\n");
  EXPECT_EQ(smtp.reply().substr(0, 3), "250");
  EXPECT_LT(std::chrono::steady_clock::now() - began, patience);
  // What RE2 cannot bound is refused with the rule.
  const HttpReply refused = post(
      rig, "/v1/rules", R"({"on":"eom","match":{"body":"/(a{1000}){1000}/"},"reply":"554 No"})");
  EXPECT_EQ(refused.status, 400) << refused.body;
  EXPECT_NE(refused.body.find("\"pointer\":\"/match/body\""), std::string::npos) << refused.body;
}

}  // namespace
}  // namespace mailrig::wire
