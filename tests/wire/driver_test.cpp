// The driver over real sockets: every action of a scripted session, seen from the client.
#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

#include "wire/scripted.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

TEST_F(Driver, WritesThenReadsThenSaysHowItEnded) {
  Client client(serve({say("hello\r\n")}));
  EXPECT_EQ(client.line(), "hello\r\n");
  client.send("thanks");
  ASSERT_TRUE(diary_->waits_for("commit"));
  client.close();
  ASSERT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
  EXPECT_EQ(diary_->input, "thanks");
}

TEST_F(Driver, TellsOfAResetByTheClient) {
  Client client(serve({say("hello\r\n")}));
  client.line();
  client.reset();
  EXPECT_TRUE(diary_->waits_for("closed: reset, unsent 0"));
}

TEST_F(Driver, WritesMoreThanTheKernelTakesAtOnce) {
  const std::string large(16 << 20, 'x');
  Client client(serve({say(large), Close{}}));
  EXPECT_EQ(client.until_end(), large);
  EXPECT_FALSE(client.was_reset());
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Driver, SaysItsLastWordsWithTheEnd) {
  Client client(serve({say_last("bye\r\n"), Close{}}));
  EXPECT_EQ(client.until_end(), "bye\r\n");
  EXPECT_FALSE(client.was_reset());
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Driver, WaitsForNobodyWhoAskedForTheEnd) {
  Client client(serve({say_last("bye\r\n"), close_as_asked()}));
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));  // before the client closes
  EXPECT_EQ(client.until_end(), "bye\r\n");
  EXPECT_FALSE(client.was_reset());
}

TEST_F(Driver, LosesNoLastWordsToOctetsThatComeBehindTheirQuestion) {
  Client client(serve({Read{}, say_last("bye\r\n"), close_as_asked()}));
  client.send(std::string(100'000, 'x'));  // more than the read takes
  EXPECT_EQ(client.until_end(), "bye\r\n");
  EXPECT_FALSE(client.was_reset());
}

TEST_F(Driver, EndsAReadAtItsTimeout) {
  Client client(serve({Read{20ms}, say("too late\r\n")}));
  EXPECT_EQ(client.line(), "too late\r\n");
  EXPECT_TRUE(diary_->waits_for("idle"));
}

TEST_F(Driver, RearmsTheTimerForAnEarlierDeadline) {
  Client client(serve({Read{1h}, Read{20ms}, say("too late\r\n")}));
  client.send("x");
  EXPECT_EQ(client.line(), "too late\r\n");
}

TEST_F(Driver, WakesAReadWhenSomethingChanges) {
  Read read{1h};
  read.wake_on_change = true;
  Client client(serve({say("a\r\n"), read, say("b\r\n")}));
  client.line();
  // The change may come before the read begins: then it is told of again.
  while (!client.readable(10ms)) server_.changed();
  EXPECT_EQ(client.line(), "b\r\n");
  EXPECT_TRUE(diary_->waits_for("changed"));
}

TEST_F(Driver, DelaysAReplyAndTellsOfEarlyInput) {
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({Write{"late\r\n", Delay{200ms}, {}}, Read{}}));
  client.send("early");
  EXPECT_EQ(client.line(), "late\r\n");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 200ms);
  EXPECT_TRUE(diary_->waits_for("wrote early"));
  EXPECT_TRUE(diary_->waits_for("commit"));
}

TEST_F(Driver, TakesTheEndOfInputForNoEarlyInput) {
  Client client(serve({Write{"late\r\n", Delay{200ms}, {}}, Read{}}));
  client.finish_sending();
  EXPECT_EQ(client.line(), "late\r\n");
  EXPECT_TRUE(diary_->waits_for("wrote"));
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
}

TEST_F(Driver, EndsADelayForEverWhenTheClientGoes) {
  Client client(serve({Write{"never", Delay{0ms, true}, {}}}));
  client.finish_sending();
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 5"));
}

TEST_F(Driver, EndsADelayForEverWhenTheClientGoesBehindUnreadOctets) {
  Client client(serve({Write{"never", Delay{0ms, true}, {}}}));
  client.send("unread");
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 5"));
}

TEST_F(Driver, LetsADelayRunWhenTheClientOnlyFinishedSending) {
  Client client(serve({Write{"late\r\n", Delay{50ms}, {}}}));
  client.finish_sending();
  EXPECT_EQ(client.line(), "late\r\n");
}

TEST_F(Driver, EndsADelayForEverWhenItsRuleNoLongerHolds) {
  Client client(serve({Read{}, Write{"released\r\n", Delay{0ms, true}, {}}}));
  client.send("release");
  EXPECT_EQ(client.line(), "released\r\n");
}

TEST_F(Driver, EndsADelayForEverWhenTheServerStops) {
  Client client(serve({say("a\r\n"), Write{"later\r\n", Delay{0ms, true}, {}}}));
  client.line();
  server_.stop(10s);
  EXPECT_EQ(client.until_end(), "later\r\n421 bye\r\n");
  EXPECT_TRUE(diary_->waits_for("shutdown"));
}

TEST_F(Driver, SendsInPiecesWithPauses) {
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({say("0123456789", Pace{2, 10ms, 0, 0, false}), Close{}}));
  EXPECT_EQ(client.until_end(), "0123456789");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 40ms);
}

TEST_F(Driver, SendsAtARate) {
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({say("0123456789abcdef", Pace{0, 0ms, 50, 0, false}), Close{}}));
  EXPECT_EQ(client.until_end(), "0123456789abcdef");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 300ms);
}

TEST_F(Driver, CutsAWriteOff) {
  Client client(serve({say("0123456789", Pace{0, 0ms, 0, 4, false}), Close{}}));
  EXPECT_EQ(client.until_end(), "0123");
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 6"));
}

TEST_F(Driver, ReadsAtARate) {
  Read slow{1h};
  slow.rate = 100;
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({slow, slow, slow, say("done\r\n")}));
  client.send(std::string(30, 'x'));
  EXPECT_EQ(client.line(), "done\r\n");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 250ms);
}

TEST_F(Driver, TakesNothingWhileAReadIsStopped) {
  Read stopped{50ms};
  stopped.stop = true;
  Client client(serve({stopped, say("now\r\n"), Read{}}));
  client.send("patience");
  EXPECT_EQ(client.line(), "now\r\n");
  ASSERT_TRUE(diary_->waits_for("commit"));
  EXPECT_EQ(diary_->entries.front(), "idle");
}

TEST_F(Driver, TakesLittleIntoTheKernelWhileAReadIsStopped) {
  Read stopped{1h};
  stopped.stop = true;
  Client client(serve({say("go\r\n"), stopped}));
  EXPECT_EQ(client.line(), "go\r\n");
  const std::string octets(64 << 10, 'x');
  std::size_t sent = 0;
  pollfd room{client.socket(), POLLOUT, 0};
  while (::poll(&room, 1, 300) == 1) {
    const ssize_t n = ::send(client.socket(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (n > 0) sent += static_cast<std::size_t>(n);
  }
  // What is not acknowledged still waits on the client's own side.
  int waiting = 0;
  ASSERT_EQ(::ioctl(client.socket(), SIOCOUTQ, &waiting), 0);
  EXPECT_LT(sent - static_cast<std::size_t>(waiting), 256u << 10) << "of " << sent;
}

TEST_F(Driver, ResetsTheConnection) {
  Client client(serve({Read{}, Close{Close::How::rst}}));
  client.send("x");
  EXPECT_EQ(client.until_end(), "");
  EXPECT_TRUE(client.was_reset());
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Driver, DeliversTheLastWordsInSpiteOfUnreadInput) {
  Client client(serve({Read{}, say("554 bye\r\n"), Close{Close::How::fin}}));
  client.send(std::string(200'000, 'x'));
  EXPECT_EQ(client.until_end(), "554 bye\r\n");
  EXPECT_FALSE(client.was_reset());
}

TEST_F(Driver, ClosesByHalfAndGoesOnReading) {
  Client client(serve({say("a\r\n"), Close{Close::How::half}}));
  EXPECT_EQ(client.until_end(), "a\r\n");
  EXPECT_FALSE(client.was_reset());
  EXPECT_TRUE(client.send("still heard"));
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
  EXPECT_EQ(diary_->input, "still heard");
}

TEST_F(Driver, EndsAHalfCloseAfterSilence) {
  Client client(serve({Close{Close::How::half, 50ms}}));
  EXPECT_EQ(client.until_end(), "");
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Driver, CutsWhoDoesNotGoWithinTheDrainTime) {
  const std::string large(16 << 20, 'x');
  Client client(serve({say("a\r\n"), say(large)}));
  client.line();
  server_.stop(50ms);
  EXPECT_TRUE(std::any_of(diary_->entries.begin(), diary_->entries.end(), [](const auto& entry) {
    return entry.starts_with("closed: aborted, unsent ");
  }));
}

TEST_F(Driver, ListensOnBothFamiliesOfTheSamePort) {
  auto bound = net::bind_all({"127.0.0.1", "::1"}, 0, "test", "--port");
  ASSERT_TRUE(bound) << bound.error().what;
  const std::uint16_t port = bound->front().port;
  EXPECT_NE(port, 0);
  for (const auto& one : *bound) EXPECT_EQ(one.port, port);
  const bool six = bound->size() == 2;
  server_.serve_sessions(
      {"test", ""}, std::move(*bound),
      [](const net::Peer& peer, Time) -> std::variant<std::unique_ptr<Session>, std::string> {
        return peer.ip + "\r\n";
      },
      nullptr);
  server_.start();
  Client four(port);
  EXPECT_EQ(four.until_end(), "127.0.0.1\r\n");
  if (six) {
    Client client(port, "::1");
    EXPECT_EQ(client.until_end(), "::1\r\n");
  }
}

TEST(Bind, NamesTheListenerThePortAndTheFlagWhenItIsBusy) {
  const auto first = net::bind_all({"127.0.0.1"}, 0, "test", "--port");
  ASSERT_TRUE(first);
  const auto second = net::bind_all({"127.0.0.1"}, (*first)[0].port, "smtp", "--smtp-port");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().what,
            "cannot listen for smtp on 127.0.0.1:" + std::to_string((*first)[0].port) +
                ": the port is in use by another program; stop that one, or "
                "choose another port with --smtp-port (0 takes a free one, off "
                "none)");
}

TEST(Bind, RefusesAName) {
  const auto bound = net::bind_all({"localhost"}, 0, "smtp", "--smtp-port");
  ASSERT_FALSE(bound);
  EXPECT_NE(bound.error().what.find("correct --bind"), std::string::npos);
}

}  // namespace
}  // namespace mailrig::wire
