#include "net/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <system_error>

#include "net/connection.hpp"
#include "net/http.hpp"
#include "net/io_pool.hpp"
#include "net/refusal.hpp"

namespace mailrig::net {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Begin = std::function<void(std::shared_ptr<Wire>)>;

struct Listener {
  Listener(IoThread& on, BoundSocket bound, std::shared_ptr<const Begin> what)
      : thread(on),
        port(bound.port),
        acceptor(on.context.get_executor(),
                 bound.address.find(':') == std::string::npos ? asio::ip::tcp::v4()
                                                              : asio::ip::tcp::v6(),
                 bound.socket.release()),
        pause(on.context.get_executor()),
        begin(std::move(what)) {}

  IoThread& thread;
  std::uint16_t port;
  Acceptor acceptor;
  Timer pause;
  std::shared_ptr<const Begin> begin;
};

Peer peer_of(const sockaddr_storage& from, std::uint16_t local_port) {
  char text[INET6_ADDRSTRLEN] = "";
  Peer peer;
  peer.local_port = local_port;
  if (from.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    peer.port = ntohs(v6.sin6_port);
  } else {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    peer.port = ntohs(v4.sin_port);
  }
  peer.ip = text;
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
      (*begin)(std::make_shared<Wire>(*thread, std::move(socket), std::move(peer)));
    } catch (...) {
      thread->pool.report(std::current_exception());
    }
  }
};

// Takes what has arrived. errno of what stopped it: EAGAIN when no more waits.
int accept_some(Listener& listener) {
  for (int taken = 0; taken < 64; ++taken) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    Descriptor socket(::accept4(listener.acceptor.native_handle(),
                                reinterpret_cast<sockaddr*>(&from), &size,
                                SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.get() < 0) {
      if (errno == ECONNABORTED || errno == EINTR) continue;
      return errno;
    }
    IoThread& thread = listener.thread.pool.next();
    Arrival arrival{&thread, listener.begin, std::move(socket), peer_of(from, listener.port)};
    if (&thread == &listener.thread)
      arrival();
    else
      asio::post(thread.context, std::move(arrival));
  }
  return 0;
}

Task<void> accept(std::shared_ptr<Listener> listener) {
  bool complained = false;
  for (;;) {
    const auto waited = co_await listener->acceptor.async_wait(Acceptor::wait_read, as_values);
    if (std::get<0>(waited)) co_return;  // closed
    const int error = accept_some(*listener);
    if (error == 0 || error == EAGAIN || error == EWOULDBLOCK) {
      complained = false;
      continue;
    }
    // Out of descriptors or memory: those connected wait in the queue until some are given back.
    if (!std::exchange(complained, true))
      listener->thread.pool.complain("cannot accept on port " + std::to_string(listener->port) +
                                     ": " + std::generic_category().message(error) +
                                     "; trying again (raise the limit of open files: ulimit -n)");
    listener->pause.expires_after(std::chrono::milliseconds(100));
    const auto rested = co_await listener->pause.async_wait(as_values);
    if (std::get<0>(rested)) co_return;
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

  void listen(std::vector<BoundSocket> sockets, Begin begin) {
    const auto shared = std::make_shared<const Begin>(std::move(begin));
    for (BoundSocket& socket : sockets)
      listeners.push_back(std::make_shared<Listener>(pool.first(), std::move(socket), shared));
  }

  HttpCount http_count;
  IoPool pool;
  WorkerPool workers{2};
  std::vector<std::shared_ptr<Listener>> listeners;
};

Server::Server(unsigned threads, std::function<void(const std::string&)> complain)
    : parts_(std::make_unique<Parts>(threads, std::move(complain))) {}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::serve_sessions(std::vector<BoundSocket> sockets, SessionFactory factory,
                            Identities* tls) {
  parts_->listen(std::move(sockets),
                 [factory = std::move(factory), tls](std::shared_ptr<Wire> wire) {
                   auto made = factory(wire->peer(), std::chrono::steady_clock::now());
                   if (auto* session = std::get_if<std::unique_ptr<Session>>(&made))
                     drive(std::move(wire), std::move(*session), tls);
                   else
                     drive(std::move(wire),
                           std::make_unique<Refusal>(std::move(std::get<std::string>(made))), tls);
                 });
}

void Server::serve_http(std::vector<BoundSocket> sockets, api::Service& service, Store& store,
                        HttpLimits limits) {
  const HttpPlace place{service, store, limits, parts_->http_count, parts_->workers};
  parts_->listen(std::move(sockets),
                 [place](std::shared_ptr<Wire> wire) { answer_http(std::move(wire), place); });
}

void Server::start() {
  for (const auto& listener : parts_->listeners)
    asio::co_spawn(listener->thread.context.get_executor(), accept(listener),
                   AcceptEnded{&parts_->pool});
  parts_->pool.start();
}

void Server::stop(std::chrono::milliseconds drain) {
  // Posted before the pool's own word, and on the same thread, so no session begins after it.
  for (const auto& listener : parts_->listeners)
    asio::post(listener->thread.context, [listener] {
      error_code ignored;
      listener->acceptor.close(ignored);
      listener->pause.cancel();
    });
  parts_->listeners.clear();
  parts_->pool.stop(drain);
  parts_->workers.stop();
}

void Server::changed() { parts_->pool.changed(); }

std::uint64_t Server::exceptions() const { return parts_->pool.exceptions(); }

}  // namespace mailrig::net
