// The reactor over pairs of sockets: what completes, when, and with what.
#include "net/reactor.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "net/timer.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;
using net::Reactor;
using Log = std::vector<std::string>;

// Writes down how it ended, and what was read.
class Noted final : public Reactor::Operation {
 public:
  Noted(Log& log, std::string name, std::span<char> into = {}, std::function<void()> then = {})
      : Operation(into), log_(log), name_(std::move(name)), then_(std::move(then)) {}

  void complete(int error, std::size_t octets) override {
    std::string line = name_ + ": ";
    if (error == ECANCELED)
      line += "cancelled";
    else if (error != 0)
      line += "error " + std::to_string(error);
    else if (!room.empty())
      line += octets ? std::string(room.data(), octets) : "end";
    else
      line += "ready";
    log_.push_back(line);
    const std::function<void()> then = std::move(then_);
    delete this;
    if (then) then();
  }
  void abandon() override { delete this; }

 private:
  Log& log_;
  const std::string name_;
  std::function<void()> then_;
};

// Writes down that it rang.
class NotedAlarm final : public Reactor::Alarm {
 public:
  NotedAlarm(Reactor& reactor, Log& log, std::string name)
      : reactor_(reactor), log_(log), name_(std::move(name)) {}
  ~NotedAlarm() override { reactor_.cancel(*this); }
  void ring() override { log_.push_back(name_); }

 private:
  Reactor& reactor_;
  Log& log_;
  const std::string name_;
};

class Reacting : public testing::Test {
 protected:
  Reacting() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    here_ = net::Descriptor(ends[0]);
    there_ = net::Descriptor(ends[1]);
    watch_ = &reactor_.watch(here_.get());
  }
  ~Reacting() override {
    if (watch_) reactor_.forget(*watch_);
    reactor_.shut_down();
  }

  void send(std::string_view octets) {
    ASSERT_EQ(::send(there_.get(), octets.data(), octets.size(), 0),
              static_cast<ssize_t>(octets.size()));
  }
  void read(const std::string& name, std::size_t room = sizeof room_,
            std::function<void()> then = {}) {
    reactor_.read(*watch_,
                  Reactor::Pending(new Noted(log_, name, std::span(room_).first(room), then)));
  }
  Reactor::Pending noted(const std::string& name, std::function<void()> then = {}) {
    return Reactor::Pending(new Noted(log_, name, std::span<char>(), std::move(then)));
  }
  void turns(int count) {
    for (; count > 0; --count) reactor_.turn(true);
  }

  Log log_;
  char room_[16] = {};
  Reactor reactor_;
  net::Descriptor here_, there_;
  Reactor::Watch* watch_ = nullptr;
};

TEST_F(Reacting, ReadsOnceThereIsSomething) {
  read("a");
  turns(2);
  EXPECT_EQ(log_, Log{});
  send("hello");
  turns(1);
  EXPECT_EQ(log_, Log{"a: hello"});
}

TEST_F(Reacting, ReadsWhatCameBeforeItWasAsked) {
  send("hello");
  turns(1);
  read("a");
  EXPECT_EQ(log_, Log{}) << "the call that begins it never completes it";
  turns(1);
  EXPECT_EQ(log_, Log{"a: hello"});
}

TEST_F(Reacting, ReadsOnWithoutAnEventWhatTheRoomDidNotHold) {
  send("hello");
  read("a", 2, [this] { read("b", 2, [this] { read("c", 2); }); });
  turns(4);
  EXPECT_EQ(log_, (Log{"a: he", "b: ll", "c: o"}));
  EXPECT_FALSE(watch_->readable) << "the last one took less than it had room for";
}

// One event tells of both.
TEST_F(Reacting, SeesAnEndThatCameWithTheLastOctets) {
  send("bye");
  there_ = net::Descriptor();
  read("a", sizeof room_, [this] { read("b"); });
  turns(3);
  EXPECT_EQ(log_, (Log{"a: bye", "b: end"}));
}

TEST_F(Reacting, SeesAnEndThatComesLater) {
  read("a", sizeof room_, [this] { read("b"); });
  send("bye");
  turns(2);
  there_ = net::Descriptor();
  turns(1);
  EXPECT_EQ(log_, (Log{"a: bye", "b: end"}));
}

TEST_F(Reacting, WaitsForWhatStandsThereOrComes) {
  reactor_.wait_readable(*watch_, noted("a"));
  turns(1);
  EXPECT_EQ(log_, Log{});
  send("x");
  turns(1);
  EXPECT_EQ(log_, Log{"a: ready"});
  reactor_.wait_readable(*watch_, noted("b"));  // nobody took it
  turns(1);
  EXPECT_EQ(log_, (Log{"a: ready", "b: ready"}));
  ASSERT_EQ(::recv(here_.get(), room_, sizeof room_, 0), 1);  // behind the reactor's back
  reactor_.wait_readable(*watch_, noted("c"));
  turns(2);
  EXPECT_EQ(log_, (Log{"a: ready", "b: ready"}));
}

TEST_F(Reacting, WaitsForRoom) {
  reactor_.wait_writable(*watch_, noted("a"));
  turns(1);
  EXPECT_EQ(log_, Log{"a: ready"});
  const std::string much(1 << 20, 'x');
  while (::send(here_.get(), much.data(), much.size(), MSG_DONTWAIT) > 0) continue;
  reactor_.wait_writable(*watch_, noted("b"));
  turns(2);
  EXPECT_EQ(log_, Log{"a: ready"});
  std::vector<char> taken(1 << 20);
  while (::recv(there_.get(), taken.data(), taken.size(), MSG_DONTWAIT) > 0) continue;
  turns(1);
  EXPECT_EQ(log_, (Log{"a: ready", "b: ready"}));
}

TEST_F(Reacting, CancelsWhatIsUnderWay) {
  read("a");
  reactor_.wait_writable(*watch_, noted("b"));
  reactor_.cancel(*watch_);
  EXPECT_EQ(log_, Log{});
  turns(1);
  EXPECT_EQ(log_, (Log{"a: cancelled", "b: cancelled"}));
  send("later");
  read("c");
  turns(2);
  EXPECT_EQ(log_.back(), "c: later");
}

TEST_F(Reacting, LetsAReadTakeThePlaceOfAWait) {
  reactor_.wait_readable(*watch_, noted("a"));
  read("b");
  send("hello");
  turns(2);
  EXPECT_EQ(log_, (Log{"a: cancelled", "b: hello"}));
}

TEST_F(Reacting, TellsNobodyOfAnEventForWhatWasForgottenInTheSameTurn) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  const net::Descriptor other(ends[0]), its_peer(ends[1]);
  Reactor::Watch& second = reactor_.watch(other.get());
  reactor_.wait_readable(second, noted("other"));
  read("a", sizeof room_, [&] { reactor_.forget(second); });
  send("x");
  ASSERT_EQ(::send(its_peer.get(), "y", 1, 0), 1);
  turns(2);
  EXPECT_EQ(log_, (Log{"a: x", "other: cancelled"}));
}

TEST_F(Reacting, RingsAlarmsInTheOrderOfTheirTimes) {
  const auto now = std::chrono::steady_clock::now();
  NotedAlarm late(reactor_, log_, "late"), early(reactor_, log_, "early"),
      never(reactor_, log_, "never");
  reactor_.set(late, now + 20ms);
  reactor_.set(early, now + 10ms);
  reactor_.set(never, now + 5ms);
  reactor_.cancel(never);
  while (log_.size() < 2) reactor_.turn(false);
  EXPECT_EQ(log_, (Log{"early", "late"}));
  EXPECT_GE(std::chrono::steady_clock::now(), now + 20ms);
}

TEST_F(Reacting, RingsAnAlarmWhoseTimeHasPassed) {
  NotedAlarm alarm(reactor_, log_, "a");
  reactor_.set(alarm, {});
  reactor_.turn(false);
  EXPECT_EQ(log_, Log{"a"});
}

TEST_F(Reacting, RingsAnAlarmAtTheLastTimeThatItWasSetTo) {
  const auto now = std::chrono::steady_clock::now();
  NotedAlarm alarm(reactor_, log_, "a");
  reactor_.set(alarm, now + 1h);
  reactor_.set(alarm, now + 10ms);
  while (log_.empty()) reactor_.turn(false);
  EXPECT_GE(std::chrono::steady_clock::now(), now + 10ms);
}

TEST_F(Reacting, EndsATimersWaitWhenItIsCancelledOrSetAnew) {
  const auto now = std::chrono::steady_clock::now();
  net::Timer timer(reactor_);
  const auto wait = [&](std::string name) {
    timer.async_wait([this, name = std::move(name)](boost::system::error_code error) {
      log_.push_back(name + (error ? ": cancelled" : ": ready"));
    });
  };
  timer.expires_at(now + 1h);
  wait("a");
  timer.expires_at(now + 1h);
  wait("b");
  timer.cancel();
  timer.expires_at(now);
  wait("c");
  EXPECT_EQ(log_, Log{});
  while (log_.size() < 3) reactor_.turn(false);
  EXPECT_EQ(log_, (Log{"a: cancelled", "b: cancelled", "c: ready"}));
}

TEST_F(Reacting, IsWokenByAnotherThread) {
  for (int i = 0; i < 100; ++i) {
    std::thread other([this] { reactor_.wake(); });
    reactor_.turn(false);  // would wait for ever
    other.join();
  }
}

TEST_F(Reacting, AbandonsWhatStillWaitsWhenItIsShutDown) {
  const auto held = std::make_shared<int>(1);
  net::Timer timer(reactor_);
  read("a", sizeof room_, [held] {});
  timer.expires_after(1h);
  timer.async_wait([held](boost::system::error_code) {});
  reactor_.wait_writable(*watch_, noted("c", [held] {}));
  EXPECT_EQ(held.use_count(), 4);
  reactor_.shut_down();
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(log_, Log{});
}

}  // namespace
}  // namespace mailrig::wire
