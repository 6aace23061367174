// The stages of a conversation.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mailrig {

// Where in a conversation an event stands; the words of a rule's `on`.
enum class Stage : std::uint8_t {
  listen,
  connect,
  ehlo,
  helo,
  starttls,
  tls,
  auth,
  login,
  mail,
  rcpt,
  data,
  body,
  eom,
  rset,
  noop,
  vrfy,
  quit,
  idle,
  command,  // any other verb
  closed,   // the session is over: per-session keys may be dropped. Not for rules
};
std::string_view to_string(Stage stage);
// Empty for none.
std::string_view to_string(const std::optional<Stage>& stage);
std::optional<Stage> parse_stage(std::string_view word);

}  // namespace mailrig
