// A protocol's side of one connection: consumes octets, says what to do next, performs no I/O.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "session/action.hpp"
#include "store/event.hpp"

namespace mailrig {

// Why the driver came back without what was asked for.
enum class Interruption : std::uint8_t {
  idle,      // the Read's timeout passed
  changed,   // rules, state or clock changed (Read::wake_on_change)
  shutdown,  // the server stops: say goodbye and close
};

// How the connection ended.
enum class Ending : std::uint8_t {
  client_fin,    // orderly end from the client
  client_reset,  // ECONNRESET, EPIPE and the like
  carried_out,   // the session's own Close was performed, or TLS ended it
  aborted,       // the server's drain time is over, or an error of the rig
  unread,        // the client took nothing of a reply for too long
  crowded,       // it was to hang, and as many as may do so already
};

struct TlsInfo {
  std::string version, cipher;  // "TLSv1.3", "TLS_AES_256_GCM_SHA384"
  std::string sni;              // the name that the client asked for; empty: none
  std::string alpn;             // the protocols that it offered, joined by commas
};

// Why a handshake came to nothing, or what broke TLS off later.
struct TlsFailure {
  std::string alert;         // "unknown_ca" …; empty: there was none
  bool from_client = false;  // who sent the alert
  bool planned = false;      // a TlsPlan's fault was carried out
  std::string plaintext;     // what came instead of a handshake, its beginning; empty: nothing did
  std::string why;           // in words
};

// Calls come from one thread at a time. After next() returns Read: prepare() and commit(), or
// interrupted(). After Write: wrote(), or closed(). After Close: closed(). After StartTls:
// tls_started(), or tls_failed() and closed(). closed() is the last.
class Session {
 public:
  virtual ~Session() = default;

  virtual Action next(Time now) = 0;
  // Where the next octets go; never empty after a Read. Valid until commit().
  virtual std::span<char> prepare() = 0;
  // `n` octets now stand at the beginning of the span.
  virtual void commit(std::size_t n, Time now) = 0;
  // The Write's octets were handed to the kernel, whole. `early_input`: octets from the client had
  // arrived before they left.
  virtual void wrote(bool early_input, Time now) = 0;
  // Asked about once a second while a Write is delayed or paced: whether that should go on. False
  // once the rule that imposed it is gone; the octets then leave at once.
  virtual bool holds() const { return true; }
  virtual void tls_started(const TlsInfo& info, Time now) = 0;
  // closed() follows.
  virtual void tls_failed(const TlsFailure& failure, Time now) = 0;
  // What came behind a Close by half; it cannot be answered.
  virtual void overheard(std::string_view, Time) {}
  virtual void interrupted(Interruption why, Time now) = 0;
  // `unsent` octets of the last Write did not leave.
  virtual void closed(Ending ending, std::size_t unsent, Time now) = 0;
};

}  // namespace mailrig
