// What one listener accepts, offers and pretends to be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mail/address.hpp"
#include "session/network.hpp"
#include "session/sasl.hpp"
#include "session/sasl_users.hpp"
#include "smtp/extension.hpp"
#include "smtp/profile.hpp"

namespace mailrig::smtp {

enum class Protocol : std::uint8_t { smtp, lmtp };  // RFC 5321, RFC 2033

enum class TlsMode : std::uint8_t {
  none,      // not offered; a rule that answers STARTTLS with 220 still begins a handshake
  starttls,  // RFC 3207
  implicit,  // RFC 8314 §3: the first action is StartTls
};

// Octets include CRLF where RFC 5321 §4.5.3.1 counts it; limit.hpp has their names.
struct Limits {
  std::uint64_t message = 50ull << 20;  // octets of content
  std::size_t command_line = 512;       // §4.5.3.1.4, before the extensions' increments
  std::size_t recipients = 1'000;       // per transaction; beyond is 452 4.5.3
  std::size_t recipient_domains = 0;    // different ones per session (RFC 9422); 0: any
  std::size_t mails = 0;                // MAIL commands per session (RFC 9422); 0: any
  PathLimits path;                      // §4.5.3.1.1 to §4.5.3.1.3
  std::size_t auth_line = 12'288;       // RFC 4954 §4
  Milliseconds idle{5 * 60 * 1000};     // §4.5.3.2.7; then 421 4.4.2
};

struct AuthPolicy {
  enum class Accept : std::uint8_t {
    off,    // AUTH is neither offered nor known
    any,    // whatever is well-formed
    users,  // those of `users`
  };
  Accept accept = Accept::any;
  bool required = false;                     // MAIL before a login is 530 5.7.0 (RFC 4954 §6)
  std::shared_ptr<const sasl::Users> users;  // not null with Accept::users
  std::vector<sasl::Mechanism> mechanisms;   // offered; empty: all that `accept` can serve
};

// A listener's own; outlives its sessions.
struct Options {
  std::string hostname = "mailrig.localhost";  // in greeting and EHLO reply
  Protocol protocol = Protocol::smtp;
  TlsMode tls = TlsMode::none;
  bool tls_required = false;  // 530 before STARTTLS to all but NOOP, EHLO, STARTTLS, QUIT
  Limits limits;
  Profile profile;
  AuthPolicy auth;
  Extensions extensions;
  // From where PROXY headers, XCLIENT and XFORWARD are believed.
  std::vector<Network> trusted = loopback_networks();
  bool proxy = false;      // every connection begins with a PROXY header, read by the session
  std::string nonce_seed;  // of SASL challenges; empty: random. For tests that foretell them
};

}  // namespace mailrig::smtp
