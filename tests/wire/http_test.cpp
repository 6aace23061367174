// HTTP over real sockets: connections, limits, and the two answers that take their time.
#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "net/server.hpp"
#include "rig/rig.hpp"
#include "wire/client.hpp"
#include "wire/free_ports.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

const std::string info = "GET /v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n";

// Sends one mail; what the last dot was answered.
std::string deliver(std::uint16_t port, const std::string& to,
                    const std::string& content = "Subject: hello\r\n\r\nworld\r\n") {
  Client client(port);
  client.reply();
  for (const std::string& line :
       {std::string("EHLO test.example"), std::string("MAIL FROM:<a@x.test>"),
        "RCPT TO:<" + to + ">", std::string("DATA")}) {
    client.send(line + "\r\n");
    client.reply();
  }
  client.send(content + ".\r\n");
  return client.reply();
}

class Http : public testing::Test {
 protected:
  void start(RigOptions options = free_ports()) {
    rig_ = std::make_unique<Rig>(std::move(options));
    rig_->start();
  }
  std::uint16_t port() const { return rig_->http_port(); }

  std::unique_ptr<Rig> rig_;
};

TEST_F(Http, KeepsTheConnectionForTheNextRequest) {
  start();
  Client client(port());
  for (int i = 0; i < 3; ++i) {
    client.send(info);
    EXPECT_EQ(read_reply(client).status, 200);
  }
}

TEST_F(Http, AnswersPipelinedRequestsInOrder) {
  start();
  Client client(port());
  client.send(info + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + info);
  EXPECT_EQ(read_reply(client).status, 200);
  EXPECT_EQ(read_reply(client).status, 404);
  EXPECT_EQ(read_reply(client).status, 200);
}

TEST_F(Http, ClosesWhenAskedTo) {
  start();
  Client client(port());
  client.send("GET /v1/info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(read_reply(client).status, 200);
  EXPECT_EQ(client.until_end(), "");
}

TEST_F(Http, ClosesAfterAnHttp10Request) {
  start();
  Client client(port());
  client.send("GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(read_reply(client).status, 200);
  client.until_end();
  EXPECT_TRUE(client.ended());
}

TEST_F(Http, LeavesTheBodyOutForHead) {
  start();
  Client client(port());
  client.send("HEAD /v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n" + info);
  const HttpReply head = read_reply(client, true);
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.header("Content-Length"), "0");
  EXPECT_EQ(read_reply(client).status, 200);
}

TEST_F(Http, AnswersWhatIsNotHttpWithAProblemAndCloses) {
  start();
  Client client(port());
  client.send("EHLO not.http\r\n\r\n");
  const HttpReply reply = read_reply(client);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
  EXPECT_NE(reply.body.find("\"hint\""), std::string::npos);
  EXPECT_EQ(client.until_end(), "");
}

TEST_F(Http, RefusesHeadersBeyond16KiB) {
  start();
  Client client(port());
  client.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') +
              "\r\n\r\n");
  EXPECT_EQ(read_reply(client).status, 431);
}

TEST_F(Http, RefusesABodyBeyondTheLimit) {
  RigOptions options = free_ports();
  options.max_body = 1'000;
  start(options);
  for (const std::string& framing :
       {"Content-Length: 5000\r\n\r\n" + std::string(5'000, 'x'),
        "Transfer-Encoding: chunked\r\n\r\n1388\r\n" + std::string(5'000, 'x') + "\r\n0\r\n\r\n"}) {
    Client client(port());
    client.send("POST /v1/rules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
                framing);
    EXPECT_EQ(read_reply(client).status, 413);
    EXPECT_FALSE(client.was_reset());
  }
}

TEST_F(Http, TakesAChunkedBodyAndSaysToContinue) {
  start();
  Client client(port());
  client.send(
      "POST /v1/rules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(client.line(), "HTTP/1.1 100 Continue\r\n");
  client.line();
  const std::string rule = R"({"on":"rcpt","reply":"451 4.3.0 later"})";
  client.send("7\r\n" + rule.substr(0, 7) + "\r\n");
  char size[8];
  std::snprintf(size, sizeof size, "%zx", rule.size() - 7);
  client.send(size + std::string("\r\n") + rule.substr(7) + "\r\n0\r\n\r\n");
  EXPECT_EQ(read_reply(client).status, 201);
}

TEST_F(Http, TurnsAwayWhoIsOneTooMany) {
  RigOptions options = free_ports();
  options.max_sessions = 1;
  start(options);
  Client first(rig_->smtp_port());
  EXPECT_EQ(first.reply().substr(0, 3), "220");
  Client second(rig_->smtp_port());
  EXPECT_EQ(second.reply().substr(0, 9), "421 4.3.2");
  EXPECT_EQ(second.until_end(), "");
}

TEST(HttpConnections, AreTurnedAwayBeyondTheLimit) {
  Store store{StoreLimits{}};
  Engine engine("mailrig.test", {});
  api::Service service(store, engine, {});
  net::Server server(1, [](const std::string& what) { ADD_FAILURE() << what; });
  auto bound = net::bind_all({"127.0.0.1"}, 0, "http", "--http-port");
  ASSERT_TRUE(bound);
  const std::uint16_t port = bound->front().port;
  net::HttpLimits limits;
  limits.connections = 2;
  server.serve_http(std::move(*bound), service, store, limits);
  server.start();
  auto first = std::make_unique<Client>(port);
  Client second(port);
  for (Client* client : {first.get(), &second}) {
    client->send(info);
    EXPECT_EQ(read_reply(*client).status, 200);
  }
  Client third(port);
  EXPECT_EQ(read_reply(third).status, 503);
  EXPECT_EQ(third.until_end(), "");
  first.reset();
  // Its place is free once the server has seen it go.
  for (int status = 503; status != 200;) {
    Client next(port);
    next.send(info);
    status = read_reply(next).status;
    ASSERT_TRUE(status == 200 || status == 503);
  }
}

TEST_F(Http, AnswersAWaitAsSoonAsTheMailHasCome) {
  start();
  Client waiting(port());
  waiting.send("GET /v1/messages?to=x@y.test&wait=20s HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(deliver(rig_->smtp_port(), "other@y.test").substr(0, 3), "250");
  EXPECT_FALSE(waiting.readable(50ms));
  EXPECT_EQ(deliver(rig_->smtp_port(), "x@y.test").substr(0, 3), "250");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(read_reply(waiting).status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
}

TEST_F(Http, AnswersAWaitWithAProblemAtItsLimit) {
  start();
  EXPECT_EQ(get(port(), "/v1/messages?to=x@y.test&wait=50ms").status, 422);
}

TEST_F(Http, FreesTheWaiterOfAClientThatWent) {
  RigOptions options = free_ports();
  options.max_waiters = 1;
  start(options);
  auto first = std::make_unique<Client>(port());
  first->send("GET /v1/messages?wait=5m HTTP/1.1\r\nHost: localhost\r\n\r\n");
  first.reset();
  // Refused only for as long as the departure is on its way.
  int status = 503;
  for (const auto end = std::chrono::steady_clock::now() + patience;
       status == 503 && std::chrono::steady_clock::now() < end;)
    status = get(port(), "/v1/messages?wait=1ms").status;
  EXPECT_EQ(status, 422);
}

TEST_F(Http, StreamsEvents) {
  start();
  Client client(port());
  client.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
  EXPECT_EQ(client.line(), "HTTP/1.1 200 OK\r\n");
  while (client.line() != "\r\n") {
  }
  deliver(rig_->smtp_port(), "x@y.test");
  std::string line;
  do line = client.line();
  while (!line.empty() && line.find("event: message") == std::string::npos);
  EXPECT_EQ(line, "event: message\n");
}

// Its octets are read by a worker, and what comes with it and behind it keeps its place.
TEST_F(Http, StreamsLargeMailInItsTurn) {
  start();
  Client client(port());
  client.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  while (client.line() != "\r\n") {
  }
  std::string large = "Subject: large\r\n\r\n";
  for (int i = 0; i < 30'000; ++i) large += std::string(70, 'x') + "\r\n";
  deliver(rig_->smtp_port(), "large@y.test", large);
  deliver(rig_->smtp_port(), "small@y.test");
  std::vector<std::string> subjects;
  while (subjects.size() < 2) {
    const std::string line = client.line();
    ASSERT_FALSE(line.empty());
    if (const auto at = line.find("\"subject\":\""); at != std::string::npos)
      subjects.push_back(line.substr(at + 11, 5));
  }
  EXPECT_EQ(subjects, (std::vector<std::string>{"large", "hello"}));
}

TEST_F(Http, EndsWaitsAndStreamsWhenItStops) {
  start();
  Client waiting(port()), streaming(port());
  streaming.send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(streaming.line(), "HTTP/1.1 200 OK\r\n");
  waiting.send(info + "GET /v1/messages?wait=5m HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(read_reply(waiting).status, 200);
  // The wait is counted once it has begun.
  while (get(port(), "/metrics").body.find("mailrig_waiters 1") == std::string::npos) {
  }
  const auto began = std::chrono::steady_clock::now();
  rig_->stop();
  EXPECT_EQ(read_reply(waiting).status, 503);
  const std::string rest = streaming.until_end();
  EXPECT_TRUE(rest.ends_with("0\r\n\r\n")) << rest;
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
}

}  // namespace
}  // namespace mailrig::wire
