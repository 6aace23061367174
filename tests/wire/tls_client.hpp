// TLS over a Client's socket, as a mail client does it.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "wire/client.hpp"

namespace mailrig::wire {

struct TlsWish {
  std::string trust;               // CA as PEM; empty: the server is not verified
  std::string name = "localhost";  // to verify, and SNI
  int least = 0, most = 0;         // TLS1_2_VERSION …; 0: the library's
  std::string alpn;                // "\x03foo"; empty: none
  std::size_t dribble = 0;         // octets of the ClientHello a write; 0: all at once
};

class TlsClient {
 public:
  // Shakes hands on the connected client, whose octets are no longer to be read by itself.
  TlsClient(Client& client, const TlsWish& wish = {});
  ~TlsClient();

  bool up() const { return up_; }
  // The reason of OpenSSL or of the certificate's verification; empty if it went well.
  const std::string& error() const { return error_; }
  std::string version() const;

  bool send(std::string_view octets);
  void say_goodbye();  // close_notify
  std::string line();
  std::string reply();
  std::string exactly(std::size_t octets);
  std::string until_end();
  bool ended_well() const { return notified_; }  // by close_notify

 private:
  bool more();
  void note_error();

  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  bool up_ = false, notified_ = false;
  std::string error_, buffer_;
};

}  // namespace mailrig::wire
