// One command line of SMTP (RFC 5321 §4.1.1) in its parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "session/behavior.hpp"
#include "smtp/options.hpp"

namespace mailrig::smtp {

enum class Verb : std::uint8_t {
  ehlo,
  helo,
  mail,
  rcpt,
  data,
  rset,
  noop,
  vrfy,
  expn,
  help,
  quit,
  auth,
  starttls,
  bdat,
  lhlo,
  etrn,
  xclient,
  xforward,
  unknown,
};

struct Command {
  Verb verb = Verb::unknown;
  std::string_view word;  // the verb in upper case, or as sent if it is unknown
  std::string_view arg;   // what follows it, without the spaces around it
};

// Never fails: an empty line is an unknown verb. The views point into `line`, or last for ever.
Command parse_command(std::string_view line);

// The stage at which a command is offered to rules.
Stage stage_of(Verb verb);

// The longest line allowed for `verb` with its CRLF, by the listener's limits and profile.
std::size_t line_limit(Verb verb, const Options& options);
// Of all verbs.
std::size_t longest_line(const Options& options);

// Where the secret of a line begins: the initial response of AUTH (RFC 4954 §4).
std::optional<std::size_t> secret_of(const Command& command, std::string_view line);

}  // namespace mailrig::smtp
