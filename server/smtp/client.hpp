// The other side of SMTP: what a client says and makes of the replies, without I/O. A driver
// performs its steps (net/smtp_client); Sender sends mail, Script plays a dialogue.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "mail/result.hpp"
#include "session/action.hpp"
#include "store/event.hpp"

namespace mailrig::smtp {

// Where a client connects, and how the connection is secured when it asks for that.
struct Target {
  std::string host = "127.0.0.1";
  std::uint16_t port = 1025;
  bool implicit_tls = false;      // the handshake comes before the greeting
  std::string ca_file;            // PEM; empty: any certificate is taken
  std::string server_name;        // in the handshake, and checked with a CA; empty: host
  Milliseconds patience{60'000};  // for connecting, and for each thing the server is to do
};

// "mail.test", "127.0.0.1:2525", "[::1]:2525", "[::1]". The error says what is allowed.
Result<Target> parse_target(std::string_view text, std::uint16_t default_port);

// One line of the conversation as it may be shown: secrets are masked, content is counted.
struct SpokenLine {
  Who who = Who::client;  // rig: what is said about the connection
  std::string_view text;  // without line end; any octets
  Time at{};
};
using Show = std::function<void(const SpokenLine&)>;

class Client {
 public:
  enum class Step : std::uint8_t {
    say,     // send words(), then said()
    hear,    // read something, then heard(); a server that ended: lost()
    secure,  // a TLS handshake, then secured()
    rest,    // nothing for rest_time(), then rested()
    end,     // close
  };

  virtual ~Client() = default;
  virtual Step next() = 0;
  virtual std::string_view words() const = 0;  // until said()
  virtual void said(Time now) = 0;
  virtual void heard(std::string_view octets, Time now) = 0;
  virtual void secured(std::string_view version, Time now) = 0;
  virtual Milliseconds rest_time() const { return {}; }
  virtual void rested() {}
  // The connection is over, or was never there: `why` says it in words. end is next.
  virtual void lost(std::string_view why, Time now) = 0;
};

}  // namespace mailrig::smtp
