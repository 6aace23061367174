// The listeners and the threads behind them. Needs no Asio header.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "api/service.hpp"
#include "net/bind.hpp"
#include "net/peer.hpp"
#include "session/behavior.hpp"
#include "session/session.hpp"

namespace mailrig::net {

// What a listener is to its sessions and to rules.
struct Entrance {
  std::string name;   // "smtp"
  std::string lease;  // the inbox that leased it; empty: none
};

// Makes the session of a new connection, or says what to send before closing. Any I/O thread.
using SessionFactory =
    std::function<std::variant<std::unique_ptr<Session>, std::string>(const Peer&, Time now)>;
// Asks how those who connect to a listener are to fare, and when to ask again. Any thread.
using AdmissionOf = std::function<Alarm(const Entrance&, std::uint16_t port)>;

struct HttpLimits {
  std::size_t connections = 2'000;  // 503 beyond
  std::uint64_t body = 64ull << 20;
};

class Identities;

class Server {
 public:
  // `complain` is told of errors that no client sees; any thread.
  Server(unsigned threads, std::function<void(const std::string&)> complain);
  ~Server();  // stops at once

  // Before the first listener, or never: then all are accepted. What it asks of tells of changes by
  // changed().
  void admit_by(AdmissionOf admission);

  // How many connections may hang on purpose at once; beyond, they are closed. Before start().
  void let_hang(std::size_t most);

  // How long a client may take nothing of what it is sent (30 s). Before start().
  void wait_for_readers(std::chrono::milliseconds time);

  // A listener for sessions, before start() or later; its number. Sockets come from bind.hpp;
  // `identities` may be null if no session asks for TLS. What is named outlives the server.
  std::uint64_t serve_sessions(Entrance entrance, std::vector<BoundSocket> sockets,
                               SessionFactory factory, Identities* identities);
  // Before start().
  void serve_http(std::vector<BoundSocket> sockets, api::Service& service, Store& store,
                  HttpLimits limits);
  // Closes a listener: nobody can connect when it returns. Sessions that came through it are told
  // of a shutdown.
  void close(std::uint64_t number);

  void start();
  // Calls `what` once after `time`, on an I/O thread, unless the server stops before.
  void after(std::chrono::milliseconds time, std::function<void()> what);
  // Closes the listeners, tells every connection to finish, waits for at most `drain`, cuts the
  // rest and joins the threads.
  void stop(std::chrono::milliseconds drain);
  // Rules, state or clock changed: asks anew who is admitted, which takes effect before it
  // returns, and wakes the sessions that wait with Read::wake_on_change. Any thread.
  void changed();
  // Connections that an exception ended.
  std::uint64_t exceptions() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mailrig::net
