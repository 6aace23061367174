// Fault directives in local parts, user names and EHLO labels: `base+rcpt-450-4.2.0-5m`. Only their
// form; what they mean is for scenario/directive.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

// One part behind a plus. `stage` is one of the words that directives begin with; `effect` and
// `modifiers` are what hyphens part, "450-4.2.0" being one effect.
struct DirectiveText {
  std::string_view whole;  // "rcpt-450-4.2.0-5m"
  std::string_view stage;
  std::string_view effect;
  std::vector<std::string_view> modifiers;
};

// The parts of `name` (a local part, a user name, a label) that begin like a directive, in order.
std::vector<DirectiveText> directives_in(std::string_view name);
// `address` without them; nothing if it has none.
std::optional<std::string> without_directives(std::string_view address);

}  // namespace mailrig
