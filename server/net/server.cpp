#include "net/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <optional>
#include <system_error>

#include "net/connection.hpp"
#include "net/gate.hpp"
#include "net/http.hpp"
#include "net/io_pool.hpp"
#include "net/refusal.hpp"
#include "store/spare_blocks.hpp"

namespace mailrig::net {
namespace {

using Begin = std::function<void(std::shared_ptr<Wire>)>;

// One listening socket.
struct Door {
  Door(IoThread& on, BoundSocket bound, std::shared_ptr<const Begin> what, std::uint64_t number)
      : thread(on),
        port(bound.port),
        entrance(number),
        gate(bound.socket.get(), bound),
        socket(std::move(bound.socket)),
        rest(on.reactor),
        begin(std::move(what)) {}
  ~Door() { gate.close(); }  // before the socket is

  // On its thread.
  void open() {
    listener.emplace(thread.reactor, thread.context.get_executor(), std::move(socket));
  }
  void wake() {
    if (listener) listener->cancel();
    rest.cancel();
  }
  void close() {
    closed = true;
    gate.close();
    if (listener) listener->close();
    rest.cancel();
  }

  IoThread& thread;
  const std::uint16_t port;
  const std::uint64_t entrance;
  Gate gate;
  Descriptor socket;               // until open()
  std::optional<Socket> listener;  // from then on
  Timer rest;
  std::shared_ptr<const Begin> begin;
  bool closed = false;
};

// A listener: its sockets, which rules treat as one.
struct Listening {
  std::uint64_t number = 0;
  Entrance entrance;
  bool asks = false;  // rules may close it
  std::vector<std::shared_ptr<Door>> doors;
};

// An address as text. Most connections come from where the last one came from, and inet_ntop()
// prints by sprintf().
template <class Address>
const std::string& text_of(int family, const Address& address) {
  thread_local Address last{};
  thread_local std::string text;
  if (text.empty() || std::memcmp(&last, &address, sizeof address) != 0) {
    char octets[INET6_ADDRSTRLEN];
    text = inet_ntop(family, &address, octets, sizeof octets);
    last = address;
  }
  return text;
}

Peer peer_of(const sockaddr_storage& from, const Door& door) {
  Peer peer;
  peer.local_port = door.port;
  peer.entrance = door.entrance;
  if (from.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
    peer.ip = text_of(AF_INET6, v6.sin6_addr);
    peer.port = ntohs(v6.sin6_port);
  } else if (from.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    peer.ip = text_of(AF_INET, v4.sin_addr);
    peer.port = ntohs(v4.sin_port);
  } else {
    peer.ip = "unix";
  }
  return peer;
}

// A connection on its way to the thread it is dealt to.
struct Arrival {
  IoThread* thread;
  std::shared_ptr<const Begin> begin;
  Descriptor socket;
  Peer peer;

  void operator()() {
    if (thread->stopping) return;
    try {
      (*begin)(std::allocate_shared<Wire>(RecyclingAllocator<Wire>(), *thread, std::move(socket),
                                          std::move(peer)));
    } catch (...) {
      thread->pool.report(std::current_exception());
    }
  }
};

// Takes what has arrived. errno of what stopped it: EAGAIN when no more waits.
int accept_some(Door& door) {
  for (int taken = 0; taken < 64; ++taken) {
    // To accept in vain costs the kernel a socket, to ask a tenth of that.
    const bool none = taken > 0 && poll_now(door.listener->native_handle(), POLLIN) == 0;
    sockaddr_storage from{};
    Descriptor socket = none ? Descriptor() : door.gate.accept(from);
    if (socket.get() < 0) {
      const int error = none ? EAGAIN : errno;
      if (error == EAGAIN || error == EWOULDBLOCK) door.listener->note_drained();
      return error;
    }
    IoThread& thread = door.thread.pool.next();
    Arrival arrival{&thread, door.begin, std::move(socket), peer_of(from, door)};
    if (&thread == &door.thread)
      arrival();
    else
      thread.post(std::move(arrival));
  }
  return 0;
}

Task<void> accept(std::shared_ptr<Door> door) {
  bool complained = false;
  if (!door->closed) door->open();
  while (!door->closed) {
    if (!door->gate.accepts()) {
      door->rest.expires_after(std::chrono::hours(1));
      co_await door->rest.wait();
      continue;
    }
    const bool ready = co_await door->listener->wait(Socket::wait_read);
    if (!ready) continue;  // closed, or the gate was moved
    const int error = accept_some(*door);
    if (error == 0 || error == EAGAIN || error == EWOULDBLOCK) {
      complained = false;
      continue;
    }
    // Out of descriptors or memory: those connected wait in the queue until some are given back.
    if (!std::exchange(complained, true))
      door->thread.pool.complain("cannot accept on port " + std::to_string(door->port) + ": " +
                                 std::generic_category().message(error) +
                                 "; trying again (raise the limit of open files: ulimit -n)");
    door->rest.expires_after(std::chrono::milliseconds(100));
    co_await door->rest.wait();
  }
}

struct AcceptEnded {
  IoPool* pool;
  void operator()(std::exception_ptr error) const {
    if (error) pool->report(error);
  }
};

}  // namespace

struct Server::Parts {
  Parts(unsigned threads, std::function<void(const std::string&)> complain)
      : pool(threads, std::move(complain)) {}

  std::uint64_t listen(Entrance entrance, bool asks, std::vector<BoundSocket> sockets,
                       Begin begin) {
    const auto shared = std::make_shared<const Begin>(std::move(begin));
    Listening listening;
    listening.entrance = std::move(entrance);
    listening.asks = asks;
    const std::lock_guard lock(mutex);
    listening.number = ++last;
    for (BoundSocket& socket : sockets)
      listening.doors.push_back(
          std::make_shared<Door>(pool.first(), std::move(socket), shared, listening.number));
    if (asks) ask(listening);
    if (running) open(listening);
    listeners.push_back(std::move(listening));
    return last;
  }

  // The caller holds the lock, here and below.
  void open(const Listening& listening) {
    for (const auto& door : listening.doors)
      door->thread.post([this, door] { spawn(accept(door), AcceptEnded{&pool}); });
  }

  void ask(const Listening& listening) {
    if (!admission) return;
    for (const auto& door : listening.doors) {
      const Alarm alarm = admission(listening.entrance, door->port);
      const bool moved = door->gate.admit(alarm.admission);
      if (moved && running) door->thread.post([door] { door->wake(); });
      if (alarm.at && (!ask_at || *alarm.at < *ask_at)) ask_again(*alarm.at);
    }
  }

  void ask_all() {
    ask_at.reset();
    for (const Listening& one : listeners)
      if (one.asks) ask(one);
  }

  void ask_again(Time at) {
    ask_at = at;
    const auto now = std::chrono::steady_clock::now();
    const auto time = std::chrono::ceil<std::chrono::milliseconds>(at - now);
    set_timer(std::max(time, std::chrono::milliseconds(1)), [this, at] {
      const std::lock_guard again(mutex);
      if (ask_at == at) ask_all();
    });
  }

  void set_timer(std::chrono::milliseconds time, std::function<void()> what) {
    if (stopped) return;
    timers.remove_if([](const auto& one) { return one.expired(); });
    const auto timer = std::make_shared<Timer>(pool.first().reactor);
    timer->expires_after(time);
    timers.push_back(timer);
    pool.first().post([timer, act = std::move(what)] {
      timer->async_wait([timer, act](error_code error) {
        if (!error) act();
      });
    });
  }

  HttpCount http_count;
  IoPool pool;
  WorkerPool workers{2};
  std::mutex mutex;  // of what follows
  bool running = false, stopped = false;
  std::uint64_t last = 0;
  std::list<Listening> listeners;
  AdmissionOf admission;
  std::optional<Time> ask_at;
  std::list<std::weak_ptr<Timer>> timers;
};

Server::Server(unsigned threads, std::function<void(const std::string&)> complain)
    : parts_(std::make_unique<Parts>(threads, std::move(complain))) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::let_hang(std::size_t most) { parts_->pool.let_hang(most); }

void Server::wait_for_readers(std::chrono::milliseconds time) {
  parts_->pool.wait_for_readers(time);
}

void Server::admit_by(AdmissionOf admission) {
  const std::lock_guard lock(parts_->mutex);
  parts_->admission = std::move(admission);
}

std::uint64_t Server::serve_sessions(Entrance entrance, std::vector<BoundSocket> sockets,
                                     SessionFactory factory, Identities* identities) {
  Begin begin = [factory = std::move(factory), identities](std::shared_ptr<Wire> wire) {
    auto made = factory(wire->peer(), std::chrono::steady_clock::now());
    std::unique_ptr<Session> session;
    if (auto* own = std::get_if<std::unique_ptr<Session>>(&made))
      session = std::move(*own);
    else
      session = std::make_unique<Refusal>(std::move(std::get<std::string>(made)));
    drive(std::move(wire), std::move(session), identities);
  };
  return parts_->listen(std::move(entrance), true, std::move(sockets), std::move(begin));
}

void Server::serve_http(std::vector<BoundSocket> sockets, api::Service& service, Store& store,
                        HttpLimits limits) {
  const HttpPlace place{service, store, limits, parts_->http_count, parts_->workers};
  parts_->listen({}, false, std::move(sockets),
                 [place](std::shared_ptr<Wire> wire) { answer_http(std::move(wire), place); });
}

void Server::close(std::uint64_t number) {
  Parts& p = *parts_;
  const std::lock_guard lock(p.mutex);
  const auto found = std::find_if(p.listeners.begin(), p.listeners.end(),
                                  [&](const Listening& one) { return one.number == number; });
  if (found == p.listeners.end()) return;
  for (const auto& door : found->doors) door->gate.close();
  // Behind whoever was accepted and is on the way to another thread.
  p.pool.first().post([pool = &p.pool, doors = found->doors, number] {
    for (const auto& door : doors) door->close();
    pool->closed(number);
  });
  p.listeners.erase(found);
}

void Server::start() {
  const std::lock_guard lock(parts_->mutex);
  parts_->running = true;
  for (const Listening& one : parts_->listeners) parts_->open(one);
  parts_->pool.start();
}

void Server::after(std::chrono::milliseconds time, std::function<void()> what) {
  const std::lock_guard lock(parts_->mutex);
  parts_->set_timer(time, std::move(what));
}

void Server::stop(std::chrono::milliseconds drain) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->stopped = true;
    // Posted before the pool's own word, and on the same thread, so no session begins after it.
    for (const Listening& one : parts_->listeners)
      for (const auto& door : one.doors) door->thread.post([door] { door->close(); });
    for (const auto& one : parts_->timers)
      if (const auto timer = one.lock()) parts_->pool.first().post([timer] { timer->cancel(); });
    parts_->listeners.clear();
  }
  parts_->pool.stop(drain);
  parts_->workers.stop();
}

void Server::changed() {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->ask_all();
  }
  parts_->pool.changed();
}

std::uint64_t Server::exceptions() const { return parts_->pool.exceptions(); }

}  // namespace mailrig::net
