#include "store/event.hpp"

#include <array>

namespace mailrig {

std::string Event::masked() const {
  if (!secret_from || *secret_from >= text.size()) return text;
  return text.substr(0, *secret_from) + "****";
}

std::string_view to_string(Who who) {
  static constexpr std::array<std::string_view, 3> words{"client", "server", "rig"};
  return words[static_cast<std::size_t>(who)];
}

std::string_view to_string(EventKind kind) {
  static constexpr std::array<std::string_view, 9> words{
      "connect", "tls", "command", "reply", "data", "auth", "fault", "close", "note"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace mailrig
