// Tests in parallel on one server: own inbox, own rule, no interference.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "rig/rig.hpp"
#include "wire/client.hpp"
#include "wire/free_ports.hpp"
#include "wire/tls_client.hpp"

namespace mailrig::wire {
namespace {

HttpReply post(const Rig& rig, const std::string& target, const std::string& body,
               const std::string& method = "POST") {
  return request(rig.http_port(), method, target, "application/json", body);
}

std::uint16_t port_in(const std::string& body, const std::string& listener) {
  const std::string key = "\"" + listener + "\":";
  const std::size_t at = body.find(key);
  if (at == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::stoi(body.substr(at + key.size())));
}

std::string deliver(Client& smtp, const std::string& to) {
  smtp.send("MAIL FROM:<a@x.test>\r\n");
  smtp.reply();
  smtp.send("RCPT TO:<" + to + ">\r\n");
  const std::string answer = smtp.reply();
  if (answer[0] != '2') {
    smtp.send("RSET\r\n");
    smtp.reply();
    return answer;
  }
  smtp.send("DATA\r\n");
  smtp.reply();
  smtp.send("Subject: x\r\n\r\nx\r\n.\r\n");
  return smtp.reply();
}

// One test of many: a rule that refuses its first so many attempts, and mail for it alone.
void one_test(const Rig& rig, int number, std::atomic<int>& passed) {
  const std::string name = "t" + std::to_string(number), to = "bob@" + name + ".test";
  const int refusals = 1 + number % 3;
  ASSERT_EQ(post(rig, "/v1/inboxes", R"({"name":")" + name + R"("})").status, 201);
  const HttpReply rule = post(rig, "/v1/rules?inbox=" + name,
                              R"({"on":"rcpt","nth":"1-)" + std::to_string(refusals) +
                                  R"(","reply":"451 4.3.0 )" + name + R"( {n}"})");
  ASSERT_EQ(rule.status, 201) << rule.body;
  Client smtp(rig.smtp_port());
  smtp.reply();
  smtp.send("EHLO client.example\r\n");
  smtp.reply();
  for (int i = 1; i <= refusals; ++i)
    ASSERT_EQ(deliver(smtp, to), "451 4.3.0 " + name + " " + std::to_string(i) + "\r\n");
  for (int i = 0; i < 3; ++i) ASSERT_EQ(deliver(smtp, to).substr(0, 3), "250");
  const HttpReply mails = get(rig.http_port(), "/v1/messages?limit=0&inbox=" + name);
  ASSERT_NE(mails.body.find("\"total\":3,"), std::string::npos) << mails.body;
  const HttpReply refused =
      get(rig.http_port(), "/v1/transactions?limit=0&outcome=451&inbox=" + name);
  ASSERT_NE(refused.body.find("\"total\":" + std::to_string(refusals) + ","), std::string::npos)
      << refused.body;
  const HttpReply verdict = post(rig, "/v1/verify",
                                 R"({"inbox":")" + name + R"(","expect":[{"message":{"to":")" + to +
                                     R"("},"count":3},{"transaction":{"outcome":"451"},"count":)" +
                                     std::to_string(refusals) + "}]}");
  ASSERT_EQ(verdict.status, 200) << verdict.body;
  ASSERT_EQ(post(rig, "/v1/inboxes/" + name, "", "DELETE").status, 200);
  ++passed;
}

TEST(Isolation, HoldsFor64TestsAtOnce) {
  Rig rig(free_ports());
  rig.start();
  std::atomic<int> passed{0};
  std::vector<std::thread> tests;
  for (int i = 0; i < 64; ++i) tests.emplace_back([&, i] { one_test(rig, i, passed); });
  for (std::thread& test : tests) test.join();
  EXPECT_EQ(passed, 64);
}

// One test of many on ports of its own: a fault at connect and one of TLS that no other has.
void one_leased_test(const Rig& rig, int number, std::atomic<int>& passed) {
  static const std::pair<const char*, const char*> faults[] = {
      {R"({"cert":"expired"})", "certificate has expired"},
      {R"({"cert":"self-signed"})", "self-signed certificate"},
      {R"({"cert":"wrong-host"})", "hostname mismatch"},
      {R"({"fail":"garbage"})", "wrong version number"},
      {R"({"fail":"fin"})", "unexpected eof while reading"}};
  const auto& [handshake, error] = faults[static_cast<std::size_t>(number) % std::size(faults)];
  const std::string name = "leased" + std::to_string(number);
  const HttpReply lease =
      post(rig, "/v1/inboxes", R"({"name":")" + name + R"(","ports":["smtp","smtps"]})");
  ASSERT_EQ(lease.status, 201) << lease.body;
  const std::uint16_t smtp = port_in(lease.body, "smtp"), smtps = port_in(lease.body, "smtps");
  ASSERT_NE(smtp, 0) << lease.body;
  ASSERT_NE(smtps, 0) << lease.body;
  const HttpReply armed = post(rig, "/v1/rules?inbox=" + name,
                               R"([{"on":"connect","match":{"port":)" + std::to_string(smtp) +
                                   R"(},"reply":"554 5.3.2 )" + name +
                                   R"("},{"on":"tls","handshake":)" + handshake + "}]");
  ASSERT_EQ(armed.status, 201) << armed.body;
  for (int round = 0; round < 3; ++round) {
    ASSERT_EQ(Client(smtp).reply(), "554 5.3.2 " + name + "\r\n");
    Client inside(smtps);
    TlsWish wish;
    wish.trust = rig.ca_pem();
    ASSERT_EQ(TlsClient(inside, wish).error(), error) << name;
  }
  const HttpReply verdict = post(
      rig, "/v1/verify",
      R"({"inbox":")" + name +
          R"(","expect":[{"session":{},"count":6,"within":"20s"},{"transaction":{},"count":0}]})");
  ASSERT_EQ(verdict.status, 200) << verdict.body;
  ASSERT_EQ(post(rig, "/v1/inboxes/" + name, "", "DELETE").status, 200);
  ASSERT_FALSE(Client(smtp).connected());
  ASSERT_FALSE(Client(smtps).connected());
  ++passed;
}

TEST(Isolation, HoldsFor64TestsAtOnceOnLeasedPorts) {
  RigOptions options = free_ports();
  options.smtps_port = 0;
  Rig rig(options);
  rig.start();
  std::atomic<int> passed{0};
  std::vector<std::thread> tests;
  for (int i = 0; i < 64; ++i) tests.emplace_back([&, i] { one_leased_test(rig, i, passed); });
  for (std::thread& test : tests) test.join();
  EXPECT_EQ(passed, 64);
  EXPECT_EQ(Client(rig.smtp_port()).reply().substr(0, 3), "220");
}

TEST(Isolation, HoldsForFaultsBeforeAnyNameOnLeasedPorts) {
  Rig rig(free_ports());
  rig.start();
  const HttpReply lease = post(rig, "/v1/inboxes", R"({"name":"t1","ports":["smtp"]})");
  ASSERT_EQ(lease.status, 201) << lease.body;
  const std::uint16_t port = port_in(lease.body, "smtp");
  ASSERT_NE(port, 0) << lease.body;
  const HttpReply rule =
      post(rig, "/v1/rules?inbox=t1", R"({"on":"connect","reply":"554 5.3.2 Not here"})");
  ASSERT_EQ(rule.status, 201) << rule.body;
  EXPECT_EQ(rule.body.find("warnings"), std::string::npos) << rule.body;
  EXPECT_EQ(Client(port).reply(), "554 5.3.2 Not here\r\n");
  EXPECT_EQ(Client(rig.smtp_port()).reply().substr(0, 3), "220");
  ASSERT_EQ(post(rig, "/v1/rules?inbox=t1", R"({"on":"listen","close":"refuse"})").status, 201);
  EXPECT_FALSE(Client(port).connected());  // before that call answered
  EXPECT_TRUE(Client(rig.smtp_port()).connected());
  ASSERT_EQ(post(rig, "/v1/rules?inbox=t1", "", "DELETE").status, 200);
  EXPECT_EQ(Client(port).reply().substr(0, 3), "220");
  ASSERT_EQ(post(rig, "/v1/inboxes/t1", "", "DELETE").status, 200);
  EXPECT_FALSE(Client(port).connected());
}

TEST(PolicyClock, TestsAGreylistingOfFiveMinutesInNoTime) {
  Rig rig(free_ports());
  rig.start();
  ASSERT_EQ(post(rig, "/v1/scenarios/grey",
                 R"({"rules":[{"on":"rcpt","per":["ip/24","from","to"],"age":"<5m",
                     "reply":"450 4.2.0 Greylisted, {left} s"}]})",
                 "PUT")
                .status,
            200);
  const auto began = std::chrono::steady_clock::now();
  Client smtp(rig.smtp_port());
  smtp.reply();
  smtp.send("EHLO client.example\r\n");
  smtp.reply();
  EXPECT_EQ(deliver(smtp, "bob@y.test").substr(0, 3), "450");
  ASSERT_EQ(post(rig, "/v1/clock", R"({"advance":"4m","all":true})").status, 200);
  EXPECT_EQ(deliver(smtp, "bob@y.test").substr(0, 3), "450");
  ASSERT_EQ(post(rig, "/v1/clock", R"({"advance":"1m","inbox":"default"})").status, 200);
  EXPECT_EQ(deliver(smtp, "bob@y.test").substr(0, 3), "250");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::minutes(1));
}

}  // namespace
}  // namespace mailrig::wire
