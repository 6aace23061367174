// A blocking client's connection, with time-outs, in the clear or under TLS.
#pragma once

#include <openssl/types.h>

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "mail/result.hpp"
#include "net/descriptor.hpp"
#include "smtp/client.hpp"

namespace mailrig::net {

class ClientSocket {
 public:
  // `stop` ends every wait early; may be null.
  ClientSocket(const smtp::Target& target, const std::atomic<bool>* stop);
  ~ClientSocket();
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  // Each answers why it did not work, in words, or nothing.
  std::string connect();
  std::string send(std::string_view octets);
  // Waits for some octets; `taken` is how many.
  std::string receive(std::span<char> room, std::size_t& taken);
  std::string handshake();

  std::string version() const;  // of TLS
  // Sleeps, unless stopped.
  void rest(Milliseconds time) const;

 private:
  struct Free {
    void operator()(SSL* ssl) const;
    void operator()(SSL_CTX* context) const;
  };
  bool stopped() const { return stop_ && stop_->load(); }
  // Until the socket is ready; false at the end of the target's patience, or when stopped.
  bool wait(short events, Time until) const;
  std::string late() const;
  // What an unfinished TLS call waits for; false if it cannot go on.
  bool wait_for_tls(int result, Time until);
  std::string tls_error(int result) const;

  const smtp::Target& target_;
  const std::atomic<bool>* stop_;
  Descriptor socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace mailrig::net
