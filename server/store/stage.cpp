#include "store/stage.hpp"

#include <array>

namespace mailrig {
namespace {

constexpr std::array<std::string_view, 20> kStages{
    "listen", "connect", "ehlo", "helo", "starttls", "tls",  "auth", "login", "mail",    "rcpt",
    "data",   "body",    "eom",  "rset", "noop",     "vrfy", "quit", "idle",  "command", "closed"};

}  // namespace

std::string_view to_string(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

std::string_view to_string(const std::optional<Stage>& stage) {
  return stage ? to_string(*stage) : std::string_view();
}

std::optional<Stage> parse_stage(std::string_view word) {
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    const Stage stage = static_cast<Stage>(i);
    if (kStages[i] == word && stage != Stage::closed) return stage;
  }
  return std::nullopt;
}

}  // namespace mailrig
