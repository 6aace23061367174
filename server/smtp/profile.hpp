// What real receivers do differently, as data: a named set of switches, chosen per listener. What
// is recorded never depends on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/action.hpp"
#include "session/input.hpp"
#include "smtp/dot_reader.hpp"

namespace mailrig::smtp {

// What becomes of a bare LF, a bare CR or a NUL in mail data.
struct Stray {
  enum class What : std::uint8_t {
    keep,
    to_crlf,   // shown so by `as=received`; kept as sent like all else
    to_space,  // likewise
    reject,    // the end of data is answered with `code`; 421 and 521 close
    abort,     // the connection is closed where it is seen
  };
  What what = What::keep;
  int code = 550;

  bool operator==(const Stray&) const = default;
};

enum class EarlyTalk : std::uint8_t {
  ignore,
  close_554,  // 554 in place of the greeting, then close
  drop,       // close without a word
};

// For a client that sends on behind a command that RFC 2920 §3.1 wants last, or that pipelines
// without being allowed to.
enum class UnauthPipelining : std::uint8_t { allow, close_554, close_500, refuse_503 };

enum class AuthWithoutTls : std::uint8_t {
  allow,
  refuse_530,  // every mechanism
  refuse_538,  // those that send the password or token itself (RFC 4954 §6)
  hide,        // neither offered nor known
};

struct Profile {
  std::string name = "default";
  std::string about = "accepts what an app under development sends; only CRLF.CRLF ends mail data";

  LineEnd command_eol = LineEnd::lf_ok;
  LookAlikes end_of_data;                      // what ends mail data beside CRLF.CRLF
  EndWhen end_of_data_when = EndWhen::always;  // if not, bare_lf and unstuff_after_lf yield as well
  Stray bare_lf, bare_cr, nul;
  bool unstuff_after_lf = false;  // else after CRLF only
  EarlyTalk early_talk = EarlyTalk::ignore;
  UnauthPipelining unauth_pipelining = UnauthPipelining::allow;
  std::size_t max_command = 0;  // octets with CRLF; 0: the listener's
  std::size_t max_line = 0;     // of mail data, octets with CRLF; 0: any
  bool hello_required = true;
  int hello_fqdn = 0;           // the code that refuses a name that is none; 0: any name goes
  bool lax_envelope = false;    // addresses without angle brackets and the like are taken
  bool colon_space = true;      // white space behind `MAIL FROM:` is taken; else 501
  bool unknown_param = false;   // ignored; else 555
  bool undeclared_8bit = true;  // taken; else 554
  bool http_closes = false;     // an HTTP request is answered 221 and closed; else 500
  AuthWithoutTls auth_without_tls = AuthWithoutTls::allow;
  bool starttls_vulnerable = false;  // plaintext behind STARTTLS is executed inside TLS
  unsigned errors_before_421 = 0;    // 0: any number
  Milliseconds command_timeout{0};   // 0: the listener's
  Milliseconds data_timeout{0};      // while mail data is awaited; 0: as for commands
};

// The profiles that come with the server, in a fixed order, `default` first.
const std::vector<Profile>& profiles();
// Null if there is none of that name.
const Profile* find_profile(std::string_view name);

}  // namespace mailrig::smtp
