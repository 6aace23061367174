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
#include "session/session.hpp"

namespace mailrig::net {

// Makes the session of a new connection, or says what to send before closing. Any I/O thread.
using SessionFactory =
    std::function<std::variant<std::unique_ptr<Session>, std::string>(const Peer&, Time now)>;

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

  // Before start(). Sockets come from bind_all; what the references name outlives the server.
  void serve_sessions(std::vector<BoundSocket> sockets, SessionFactory factory, Identities* tls);
  void serve_http(std::vector<BoundSocket> sockets, api::Service& service, Store& store,
                  HttpLimits limits);

  void start();
  // Closes the listeners, tells every connection to finish, waits for at most `drain`, cuts the
  // rest and joins the threads.
  void stop(std::chrono::milliseconds drain);
  // Wakes the sessions that wait with Read::wake_on_change.
  void changed();
  // Connections that an exception ended.
  std::uint64_t exceptions() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mailrig::net
