// The text of a rule's reply: what is wrong with it, and what it says for one event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/moment_value.hpp"
#include "scenario/rule.hpp"
#include "session/reply.hpp"

namespace mailrig {

struct TemplateFault {
  std::string reason;
  std::string hint;
};

// Why `text` cannot be a reply: no code, a control character, an unknown `{word}`.
std::optional<TemplateFault> check_reply(std::string_view text);

// What the words of a template stand for.
struct TemplateWords {
  const MomentValues& values;
  const Recipient* about = nullptr;  // {to}
  std::uint64_t ordinal = 0;         // {n}
  std::uint64_t left = 0;            // {left}
  std::string_view host;
};

// A word without a value becomes nothing. CR, LF and NUL in a value become spaces, so that no
// client can write lines of the reply.
std::string expand(std::string_view text, const TemplateWords& words);
Reply make_reply(const ReplyTemplate& reply, const TemplateWords& words);

}  // namespace mailrig
