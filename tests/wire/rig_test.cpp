// The whole rig over real sockets: what a mail client and a test see of it together.
#include "rig/rig.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <thread>

#include "net/bind.hpp"
#include "rig/memory_limit.hpp"
#include "rig/port_file.hpp"
#include "wire/client.hpp"
#include "wire/free_ports.hpp"
#include "wire/tls_client.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

TEST(Rig, ShowsMessageAndTranscriptWhenTheClientHasReadThe250) {
  Rig rig(free_ports());
  rig.start();
  Client smtp(rig.smtp_port()), http(rig.http_port());
  smtp.reply();
  smtp.send("EHLO test.example\r\n");
  smtp.reply();
  for (int i = 0; i < 1'000; ++i) {
    const std::string to = "to" + std::to_string(i) + "@y.test";
    smtp.send("MAIL FROM:<a@x.test>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
    smtp.reply();
    smtp.reply();
    smtp.reply();
    smtp.send("Subject: hello\r\n\r\nworld " + std::to_string(i) + "\r\n.\r\n");
    ASSERT_EQ(smtp.reply().substr(0, 3), "250");
    http.send("GET /v1/messages/latest/raw?to=" + to + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpReply raw = read_reply(http);
    ASSERT_EQ(raw.status, 200) << i;
    ASSERT_EQ(raw.body, "Subject: hello\r\n\r\nworld " + std::to_string(i) + "\r\n");
    http.send("GET /v1/transactions/t" + std::to_string(i + 1) +
              " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpReply transaction = read_reply(http);
    ASSERT_NE(transaction.body.find("RCPT TO:<" + to + ">"), std::string::npos) << transaction.body;
  }
}

TEST(Rig, GoesOnAnsweringAfterRandomOctets) {
  Rig rig(free_ports());
  rig.start();
  std::mt19937 random(20'261'124);
  const std::string words[] = {"EHLO x\r\n", "MAIL FROM:<", "RCPT TO:<",       "DATA\r\n",
                               "\r\n.\r\n",  "\n.\n",       "BDAT 5 LAST\r\n", "RSET\r\n",
                               "\0",         "QUIT\r\n"};
  for (int stream = 0; stream < 200; ++stream) {
    std::string octets;
    for (unsigned part = random() % 40; part > 0; --part) {
      if (random() % 2)
        octets += words[random() % std::size(words)];
      else
        for (unsigned n = random() % 200; n > 0; --n) octets += static_cast<char>(random());
    }
    Client client(rig.smtp_port());
    ASSERT_TRUE(client.connected()) << stream;
    client.send(octets);
    if (random() % 4 == 0) {
      client.reset();
    } else {
      client.finish_sending();
      client.until_end();
    }
  }
  Client client(rig.smtp_port());
  EXPECT_EQ(client.reply().substr(0, 3), "220");
  EXPECT_EQ(get(rig.http_port(), "/readyz").status, 200);
}

TEST(Rig, SaysGoodbyeToOpenSessionsWhenItStops) {
  Rig rig(free_ports());
  rig.start();
  Client idle(rig.smtp_port()), greeted(rig.smtp_port());
  greeted.reply();
  greeted.send("EHLO test.example\r\n");
  greeted.reply();
  idle.reply();
  rig.stop();
  EXPECT_EQ(idle.reply().substr(0, 3), "421");
  EXPECT_EQ(greeted.reply().substr(0, 3), "421");
  EXPECT_EQ(greeted.until_end(), "");
  Client late(rig.smtp_port());
  EXPECT_FALSE(late.connected());
}

TEST(Rig, NamesEveryFaultOfItsScenarioFiles) {
  const std::string bad = testing::TempDir() + "mailrig_bad.json";
  std::ofstream(bad) << R"({"rules":[{"on":"rcpt","replay":"451 later"}]})";
  RigOptions options = free_ports();
  options.scenarios = {bad, "/nowhere/at/all.json"};
  Rig rig(options);
  try {
    rig.start();
    FAIL() << "started with a scenario that cannot be read";
  } catch (const StartError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find(bad + ":/rules/0/replay: "), std::string::npos) << what;
    EXPECT_NE(what.find("\n/nowhere/at/all.json: "), std::string::npos) << what;
  }
}

TEST(Rig, RefusesWhatCannotWork) {
  const auto why = [](RigOptions options) -> std::string {
    try {
      Rig rig(std::move(options));
      rig.start();
    } catch (const StartError& error) {
      return error.what();
    }
    return "";
  };
  RigOptions same = free_ports(), off = free_ports(), name = free_ports();
  same.smtp_port = same.http_port = 2525;
  off.smtp_port = off.http_port = port_off;
  name.hostname = "no spaces";
  EXPECT_NE(why(same).find("cannot share port 2525"), std::string::npos);
  EXPECT_NE(why(off).find("nothing to serve"), std::string::npos);
  EXPECT_NE(why(name).find("\"no spaces\""), std::string::npos);
}

TEST(Rig, GoesOnWithoutADispensableListenerWhosePortIsTaken) {
  const auto taken = net::bind_all({"127.0.0.1"}, 0, "other", "--port");
  ASSERT_TRUE(taken);
  RigOptions options = free_ports();
  options.submission_port = taken->front().port;
  EXPECT_THROW(Rig(options).start(), StartError);
  options.dispensable = {"submission"};
  Rig rig(options);
  rig.start();
  EXPECT_EQ(rig.port("submission"), 0);
  EXPECT_NE(rig.smtp_port(), 0);
}

// One mail over TLS; the reply to its end.
std::string send_over_tls(std::uint16_t port, const std::string& ca, const std::string& to) {
  Client client(port);
  TlsWish wish;
  wish.trust = ca;
  TlsClient tls(client, wish);
  if (!tls.up()) return tls.error();
  tls.reply();
  for (const char* line : {"EHLO test.example\r\n", "MAIL FROM:<a@x.test>\r\n"}) {
    tls.send(line);
    tls.reply();
  }
  tls.send("RCPT TO:<" + to + ">\r\nDATA\r\n");
  tls.reply();
  tls.reply();
  tls.send("Subject: hello\r\n\r\n" + std::string(20'000, 'x') + "\r\n.\r\n");
  const std::string answer = tls.reply();
  tls.send("QUIT\r\n");
  tls.reply();
  return answer;
}

TEST(Rig, TakesMailOf200TlsClientsAtOnce) {
  RigOptions options = free_ports();
  options.smtps_port = 0;
  options.threads = 4;
  Rig rig(options);
  rig.start();
  constexpr int clients = 200;
  std::vector<std::string> answers(clients);
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back([&, i] {
      answers[static_cast<std::size_t>(i)] =
          send_over_tls(rig.port("smtps"), rig.ca_pem(), "to" + std::to_string(i) + "@y.test");
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) EXPECT_EQ(answer.substr(0, 3), "250") << answer;
  const HttpReply count = get(rig.http_port(), "/v1/messages?limit=0");
  EXPECT_NE(count.body.find("\"total\":200"), std::string::npos) << count.body;
}

TEST(PortFile, NamesAUnixSocketByItsPath) {
  EXPECT_EQ(
      ports_json({{"lmtp", "lmtp", "/run/a\"b.sock", 0}}),
      R"({"lmtp":"/run/a\"b.sock","listeners":[)"
      R"({"name":"lmtp","protocol":"lmtp","address":"/run/a\"b.sock","port":0,"tls":"none"}]})");
}

TEST(PortFile, NamesEachListenerOnceAtTheTop) {
  EXPECT_EQ(ports_json({{"smtp", "smtp", "127.0.0.1", 1025}, {"smtp", "smtp", "::1", 1025}}),
            R"({"smtp":1025,"listeners":[)"
            R"({"name":"smtp","protocol":"smtp","address":"127.0.0.1","port":1025,"tls":"none"},)"
            R"({"name":"smtp","protocol":"smtp","address":"::1","port":1025,"tls":"none"}]})");
}

TEST(MemoryLimit, IsTheLeastOfTheGroupsAndTheMachine) {
  EXPECT_GT(memory_limit(), 0u);
  EXPECT_LE(memory_limit(), memory_limit("/nowhere"));
}

TEST(Rig, EndsADelayWhenItsRuleIsRemoved) {
  Rig rig(free_ports());
  rig.start();
  const HttpReply added = request(rig.http_port(), "POST", "/v1/rules", "application/json",
                                  R"({"on":"mail","delay":"forever"})");
  ASSERT_EQ(added.status, 201) << added.body;
  Client smtp(rig.smtp_port());
  smtp.reply();
  smtp.send("EHLO test.example\r\n");
  smtp.reply();
  smtp.send("MAIL FROM:<a@x.test>\r\n");
  EXPECT_FALSE(smtp.readable(50ms));
  EXPECT_EQ(request(rig.http_port(), "DELETE", "/v1/rules/r1", "", "").status, 200);
  EXPECT_EQ(smtp.reply().substr(0, 3), "250");
}

}  // namespace
}  // namespace mailrig::wire
