// Who is let in: the listen stage, unix sockets, ports that are leased, and listeners that close.
#include "net/gate.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/un.h>

#include <atomic>
#include <filesystem>

#include "net/leases.hpp"
#include "net/task.hpp"
#include "net/timer.hpp"
#include "wire/attempt.hpp"
#include "wire/scripted.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

class Listening : public Driver {
 protected:
  std::atomic<Admission> admission_{Admission::accept};

  std::uint16_t listen() {
    server_.admit_by([this](const net::Entrance&, std::uint16_t) {
      Alarm alarm;
      alarm.admission = admission_.load();
      return alarm;
    });
    return serve({say("220 hello\r\n")});
  }
  void now(Admission how) {
    admission_.store(how);
    server_.changed();
  }
};

TEST_F(Listening, RefusesAndTakesTheSamePortBack) {
  const std::uint16_t port = listen();
  for (int round = 0; round < 3; ++round) {
    now(Admission::refuse);
    Attempt attempt(port);
    ASSERT_TRUE(attempt.over(patience));
    EXPECT_EQ(attempt.error(), ECONNREFUSED);
    EXPECT_FALSE(net::bind_all({"127.0.0.1"}, port, "other", "--port")) << "the port was given up";
    now(Admission::accept);
    Client client(port);
    EXPECT_EQ(client.line(), "220 hello\r\n");
  }
}

TEST_F(Listening, IgnoresWithoutAnyAnswer) {
  const std::uint16_t port = listen();
  for (int round = 0; round < 3; ++round) {
    now(Admission::ignore);
    Attempt attempt(port);
    EXPECT_FALSE(attempt.over(100ms));
    now(Admission::accept);
    Client client(port);  // the kernel repeats the SYN of the other after a second
    EXPECT_EQ(client.line(), "220 hello\r\n");
  }
}

TEST_F(Listening, GoesFromOneWayToTheOther) {
  const std::uint16_t port = listen();
  now(Admission::ignore);
  now(Admission::refuse);
  Attempt refused(port);
  ASSERT_TRUE(refused.over(patience));
  EXPECT_EQ(refused.error(), ECONNREFUSED);
  now(Admission::ignore);
  EXPECT_FALSE(Attempt(port).over(100ms));
  now(Admission::accept);
  Client client(port);
  EXPECT_EQ(client.line(), "220 hello\r\n");
}

TEST_F(Listening, KeepsThoseWhoAreConnected) {
  const std::uint16_t port = listen();
  Client client(port);
  EXPECT_EQ(client.line(), "220 hello\r\n");
  now(Admission::refuse);
  client.send("still here");
  EXPECT_TRUE(diary_->waits_for("commit"));
  now(Admission::accept);
  Client next(port);
  EXPECT_EQ(next.line(), "220 hello\r\n");
}

TEST_F(Listening, AsksAgainWhenTheAlarmSays) {
  std::atomic<bool> due{false};
  server_.admit_by([&](const net::Entrance&, std::uint16_t) {
    Alarm alarm;
    if (due.exchange(true)) return alarm;
    alarm.admission = Admission::refuse;
    alarm.at = std::chrono::steady_clock::now() + 100ms;
    return alarm;
  });
  const std::uint16_t port = serve({say("220 hello\r\n")});
  const auto until = std::chrono::steady_clock::now() + patience;
  std::string line;
  while (line.empty() && std::chrono::steady_clock::now() < until) {
    Client client(port);
    if (client.connected()) line = client.line();
  }
  EXPECT_EQ(line, "220 hello\r\n");
}

TEST_F(Listening, StartsRefusingIfARuleSaysSo) {
  admission_.store(Admission::refuse);
  const std::uint16_t port = listen();
  Attempt attempt(port);
  ASSERT_TRUE(attempt.over(patience));
  EXPECT_EQ(attempt.error(), ECONNREFUSED);
}

TEST_F(Listening, ClosesAListenerAndTellsItsSessionsAlone) {
  const auto make = [this](const net::Peer&,
                           Time) -> std::variant<std::unique_ptr<Session>, std::string> {
    return std::make_unique<Scripted>(std::deque<Action>{say("220 hello\r\n")}, diary_);
  };
  auto first = net::bind_all({"127.0.0.1"}, 0, "a", "--port");
  auto second = net::bind_all({"127.0.0.1"}, 0, "b", "--port");
  ASSERT_TRUE(first && second);
  const std::uint16_t one = first->front().port, two = second->front().port;
  const std::uint64_t number = server_.serve_sessions({"a", ""}, std::move(*first), make, nullptr);
  server_.serve_sessions({"b", ""}, std::move(*second), make, nullptr);
  server_.start();
  Client gone(one), stays(two);
  EXPECT_EQ(gone.line(), "220 hello\r\n");
  EXPECT_EQ(stays.line(), "220 hello\r\n");
  server_.close(number);
  EXPECT_FALSE(Client(one).connected());
  EXPECT_EQ(gone.until_end(), "421 bye\r\n");
  stays.send("still here");
  EXPECT_TRUE(diary_->waits_for("commit"));
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

net::Task<void> wait_for(net::Timer& timer) { co_await timer.wait(); }

// The sanitizer opens a pipe when it meets a class for the first time: this one it meets below,
// where there are no descriptors.
void meet_timers() {
  net::Reactor reactor;
  net::Timer timer(reactor);
  timer.expires_after(0ms);
  spawn(wait_for(timer), [](std::exception_ptr) {});
  reactor.turn(false);
}

TEST(Descriptors, AreWaitedForWhenNoneIsLeft) {
  meet_timers();
  auto diary = std::make_shared<Diary>();
  net::Server server(1, [diary](const std::string& what) { diary->note(what.substr(0, 13)); });
  auto bound = net::bind_all({"127.0.0.1"}, 0, "test", "--port");
  ASSERT_TRUE(bound);
  const std::uint16_t port = bound->front().port;
  server.serve_sessions(
      {"test", ""}, std::move(*bound),
      [](const net::Peer&, Time) -> std::variant<std::unique_ptr<Session>, std::string> {
        return std::string("220 hello\r\n");
      },
      nullptr);
  server.start();
  const std::size_t idle = open_descriptors();
  {
    Client before(port);
    EXPECT_EQ(before.line(), "220 hello\r\n");
  }
  // What the server gives back later would be a free one.
  const Time limit = std::chrono::steady_clock::now() + patience;
  while (open_descriptors() > idle && std::chrono::steady_clock::now() < limit)
    std::this_thread::yield();
  rlimit usual{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &usual), 0);
  Client client(port, "127.0.0.1", [&] {
    // Once the client has its own: the next free number is out of bounds.
    const net::Descriptor next(::dup(0));
    const rlimit none{static_cast<rlim_t>(next.get()), usual.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  });
  EXPECT_TRUE(diary->waits_for("cannot accept"));
  EXPECT_FALSE(client.readable(50ms));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &usual), 0);
  EXPECT_EQ(client.line(), "220 hello\r\n");
}

class UnixSocket : public Listening {
 protected:
  UnixSocket() : path_(testing::TempDir() + "mailrig-gate-" + std::to_string(::getpid())) {
    std::filesystem::remove(path_);
  }
  void open() {
    server_.admit_by([this](const net::Entrance&, std::uint16_t) {
      Alarm alarm;
      alarm.admission = admission_.load();
      return alarm;
    });
    auto bound = net::bind_path(path_, "lmtp", "--lmtp-socket");
    ASSERT_TRUE(bound) << bound.error().what;
    server_.serve_sessions(
        {"lmtp", ""}, std::move(*bound),
        [](const net::Peer& peer, Time) -> std::variant<std::unique_ptr<Session>, std::string> {
          return peer.ip + "\r\n";
        },
        nullptr);
    server_.start();
  }
  // What the server says; or errno of the attempt.
  std::string visit() {
    const net::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      return std::to_string(errno);
    std::string said;
    char room[100];
    pollfd one{socket.get(), POLLIN, 0};
    while (::poll(&one, 1, 20'000) == 1) {
      const ssize_t got = ::recv(socket.get(), room, sizeof room, 0);
      if (got <= 0) break;
      said.append(room, static_cast<std::size_t>(got));
    }
    return said;
  }

  const std::string path_;
};

TEST_F(UnixSocket, TakesSessionsAndGoesWithTheServer) {
  open();
  EXPECT_EQ(visit(), "unix\r\n");
  EXPECT_FALSE(net::bind_path(path_, "lmtp", "--lmtp-socket"));
  server_.stop(10s);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(UnixSocket, RefusesIgnoresAndComesBack) {
  open();
  for (int round = 0; round < 2; ++round) {
    now(Admission::refuse);
    EXPECT_EQ(visit(), std::to_string(ECONNREFUSED));
    now(Admission::ignore);
    EXPECT_EQ(visit(), std::to_string(EAGAIN));
    now(Admission::accept);
    EXPECT_EQ(visit(), "unix\r\n");
  }
}

class Leasing : public Driver {
 protected:
  net::Leases make(net::PortRange range) {
    return net::Leases(
        server_, {"127.0.0.1"}, range,
        {{"smtp",
          [this](const std::string& inbox) -> net::SessionFactory {
            return [this, inbox](const net::Peer&,
                                 Time) -> std::variant<std::unique_ptr<Session>, std::string> {
              words_.push_back("220 for " + inbox + "\r\n");
              return std::make_unique<Scripted>(std::deque<Action>{say(words_.back())}, diary_);
            };
          }}},
        nullptr);
  }
  std::deque<std::string> words_;
};

std::uint16_t port_of(const api::Lease& lease) {
  const auto* ports = std::get_if<std::vector<api::LeasedPort>>(&lease);
  return ports && !ports->empty() ? ports->front().port : std::uint16_t{0};
}

api::LeaseError::Kind fault_of(const api::Lease& lease) {
  return std::get<api::LeaseError>(lease).kind;
}

TEST_F(Leasing, GivesAPortToAnInboxUntilItIsReleased) {
  server_.start();
  net::Leases leases = make({});
  EXPECT_EQ(leases.kinds(), std::vector<std::string>{"smtp"});
  const std::uint16_t port = port_of(leases.lease("t42", {"smtp"}, 0ms, nullptr));
  ASSERT_NE(port, 0);
  Client client(port);
  EXPECT_EQ(client.line(), "220 for t42\r\n");
  leases.release("t42");
  EXPECT_FALSE(Client(port).connected());
  EXPECT_EQ(client.until_end(), "421 bye\r\n");
  EXPECT_NE(port_of(leases.lease("t42", {"smtp"}, 0ms, nullptr)), 0);
}

TEST_F(Leasing, EndsALeaseWithItsTime) {
  server_.start();
  net::Leases leases = make({});
  const std::uint16_t port =
      port_of(leases.lease("t42", {"smtp"}, 50ms, [this] { diary_->note("ended"); }));
  Client client(port);
  EXPECT_EQ(client.until_end(), "220 for t42\r\n421 bye\r\n");
  EXPECT_TRUE(diary_->waits_for("ended"));
  EXPECT_FALSE(Client(port).connected());
}

TEST_F(Leasing, KeepsANewerLeaseWhenTheTimeOfAnOldOneIsOver) {
  server_.start();
  net::Leases leases = make({});
  leases.lease("t42", {"smtp"}, 30ms, [this] { diary_->note("ended"); });
  leases.release("t42");
  const std::uint16_t port =
      port_of(leases.lease("t42", {"smtp"}, 200ms, [this] { diary_->note("second ended"); }));
  Client client(port);
  EXPECT_EQ(client.line(), "220 for t42\r\n");
  EXPECT_TRUE(diary_->waits_for("second ended"));
  const std::lock_guard lock(diary_->mutex);
  EXPECT_EQ(std::count(diary_->entries.begin(), diary_->entries.end(), "ended"), 0);
}

TEST_F(Leasing, SaysWhyThereIsNone) {
  server_.start();
  auto taken = net::bind_all({"127.0.0.1"}, 0, "other", "--port");
  ASSERT_TRUE(taken);
  const std::uint16_t port = taken->front().port;
  net::Leases none = make({port, port});
  EXPECT_EQ(fault_of(none.lease("a", {"smtp"}, 0ms, nullptr)), api::LeaseError::Kind::none_left);
  net::Leases leases = make({});
  using Kind = api::LeaseError::Kind;
  EXPECT_EQ(fault_of(leases.lease("a", {"pop3"}, 0ms, nullptr)), Kind::unknown_listener);
  leases.lease("a", {"smtp"}, 0ms, nullptr);
  EXPECT_EQ(fault_of(leases.lease("a", {"smtp"}, 0ms, nullptr)), Kind::taken);
  leases.stopping();
  EXPECT_EQ(fault_of(leases.lease("b", {"smtp"}, 0ms, nullptr)), Kind::stopping);
}

TEST_F(Leasing, LeasesAllOfWhatIsAskedForOrNothing) {
  server_.start();
  net::Leases leases = make({});
  const api::Lease both = leases.lease("t1", {"smtp", "smtp"}, 0ms, nullptr);
  const auto& ports = std::get<std::vector<api::LeasedPort>>(both);
  ASSERT_EQ(ports.size(), 2u);
  EXPECT_NE(ports[0].port, ports[1].port);
  EXPECT_TRUE(
      std::holds_alternative<api::LeaseError>(leases.lease("t2", {"smtp", "pop3"}, 0ms, nullptr)));
  EXPECT_NE(port_of(leases.lease("t2", {"smtp"}, 0ms, nullptr)), 0) << "t2 held something";
}

}  // namespace
}  // namespace mailrig::wire
