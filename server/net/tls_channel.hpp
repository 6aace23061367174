// TLS on one non-blocking socket, as its server (RFC 8446, RFC 5246). Moves octets when it is told
// to and never waits: waiting is the wire's.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/transfer.hpp"
#include "session/action.hpp"
#include "session/session.hpp"

namespace mailrig::net {

class TlsChannel {
 public:
  // `socket` stays the caller's. `ahead` is what was read before the handshake and belongs to it.
  // The plan's certificate and fail are the caller's to carry out.
  TlsChannel(SSL_CTX* context, const TlsPlan& plan, int socket, std::string ahead);
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  // Makes a context note what its clients offer. Once, before the first handshake.
  static void prepare(SSL_CTX* context);

  // What has to happen on the socket before the handshake can go on.
  enum class Need : std::uint8_t { nothing, input, room, end };
  Need handshake();      // nothing: it is done; end: it failed
  TlsInfo info() const;  // once done
  TlsFailure failure();  // of the handshake, or why receive() or send() answered `lost`
  bool failed() const { return !failure_.why.empty(); }
  bool ended() const { return peer_ended_; }  // the client's FIN came
  bool reset() const { return peer_reset_; }

  // Where octets from the socket may be put once receive() has answered would_block, or nothing is
  // held; admit() says how many came. So the wire can wait for them and read them in one step.
  std::span<char> inlet();
  void admit(std::size_t n);
  void note_reset() { peer_reset_ = true; }

  Transfer receive(std::span<char> room);
  Transfer send(std::string_view octets);
  // Octets that the socket has given already; they may be no more than a part of a record.
  bool holds_input() const;
  // What a transfer that would block waits for; the other way round only around key updates.
  Need need() const;
  void say_goodbye();  // close_notify, if the socket takes it

 private:
  struct SslFree {
    void operator()(SSL* ssl) const;
  };
  friend struct TlsSocket;
  static void on_event(const SSL* ssl, int where, int value);
  static int on_alpn(SSL* ssl, const unsigned char** chosen, unsigned char* chosen_size,
                     const unsigned char* offered, unsigned size, void*);
  void note_input(const char* octets, std::size_t n);
  Transfer outcome(int result);
  void note_failure(int error);

  int socket_;
  std::string ahead_;
  std::size_t ahead_taken_ = 0;
  std::unique_ptr<char[]> inlet_;
  std::size_t inlet_filled_ = 0, inlet_taken_ = 0;
  std::string first_;  // input of the handshake, its beginning; empty once it is done
  bool shaking_ = true;
  int last_alert_ = -1;  // description of the one that was the last input of the handshake
  std::string alpn_;
  bool peer_ended_ = false, peer_reset_ = false;
  std::string alert_;
  bool alert_from_client_ = false;
  TlsFailure failure_;
  std::unique_ptr<SSL, SslFree> ssl_;
};

}  // namespace mailrig::net
