// What a session asks the driver to do next. The driver performs it and knows no protocol.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace mailrig {

using Milliseconds = std::chrono::milliseconds;

// How long to wait before a reply. Runs in slices of at most 1 s, so that it can be ended.
struct Delay {
  Milliseconds time{0};
  bool forever = false;  // until the client goes, the rule is removed or the server stops

  bool any() const { return forever || time.count() > 0; }
};

// How octets leave.
struct Pace {
  std::size_t chunk = 0;   // octets a piece; 0: all at once
  Milliseconds every{0};   // pause between pieces
  std::uint64_t rate = 0;  // octets a second; 0: no limit
  std::size_t cut = 0;     // stop after so many octets; 0: none
  bool split = false;      // a piece is a line

  bool any() const { return chunk || rate || cut || split; }
  bool operator==(const Pace&) const = default;
};

// Octets from the client into Session::prepare().
struct Read {
  Milliseconds timeout{0};      // then Session::interrupted(Why::idle)
  std::uint64_t rate = 0;       // octets a second; 0: no limit
  bool stop = false;            // take nothing: only wait
  bool wake_on_change = false;  // also wake when rules, state or clock change
};

struct Write {
  std::string_view octets;  // stays valid until Session::wrote()
  Delay delay;
  Pace pace;
  bool last = false;  // next() returns a Close by fin then: they may leave in one segment
};

// What a handshake is to be like. Empty words: as configured.
struct TlsPlan {
  std::string certificate;  // expired, not-yet-valid, self-signed, wrong-host, untrusted, or a file
  std::string fail;         // hang, rst, fin, garbage, plaintext or alert instead of a handshake
  std::string min, max;     // "1.0" to "1.3"
};

struct StartTls {
  TlsPlan plan;
  std::string ahead;  // octets already read that belong to the handshake
};

struct Close {
  enum class How : std::uint8_t {
    fin,       // shut down sending, drain for a bounded time, close
    rst,       // SO_LINGER 0
    half,      // shut down sending, go on reading
    truncate,  // TLS without close_notify; in the clear as fin
  };
  How how = How::fin;
  Milliseconds patience{0};  // with `half`: the silence that ends it; 0: any
  // The peer asked for it and has no more to say (QUIT): with `fin`, nothing is waited for.
  bool asked = false;
};

using Action = std::variant<Read, Write, StartTls, Close>;

}  // namespace mailrig
