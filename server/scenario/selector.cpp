// The selectors of a rule that are written as text: window, age, inbox.
#include <algorithm>

#include "mail/ascii.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

Result<Window> parse_window(std::string_view text) {
  Window window;
  window.text = text;
  if (text == "open") {
    window.open = true;
    return window;
  }
  const auto length = parse_duration(text);
  if (!length) return Error{length.error().what + "; a window is \"1m\" or \"open\""};
  if (length->count() == 0) return Error{"a window of no length holds no event: write \"1m\""};
  window.length = *length;
  return window;
}

bool Age::allows(std::chrono::microseconds age) const {
  switch (bound) {
    case Bound::below:
      return age < limit;
    case Bound::at_most:
      return age <= limit;
    case Bound::above:
      return age > limit;
    case Bound::at_least:
      return age >= limit;
  }
  return false;
}

Result<Age> parse_age(std::string_view text) {
  Age age;
  age.text = text;
  const bool below = text.starts_with('<'), above = text.starts_with('>');
  if (!below && !above)
    return Error{"\"" + std::string(text) +
                 "\" is no age: write \"<5m\" for the first five minutes, \">=5m\" for what "
                 "comes after"};
  const bool equal = text.substr(1).starts_with('=');
  age.bound = below ? (equal ? Age::Bound::at_most : Age::Bound::below)
                    : (equal ? Age::Bound::at_least : Age::Bound::above);
  const auto limit = parse_duration(trim(text.substr(equal ? 2 : 1)));
  if (!limit) return limit.error();
  age.limit = *limit;
  return age;
}

bool valid_inbox(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
  return !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' &&
         std::all_of(name.begin(), name.end(), fits);
}

std::optional<std::string> InboxGlob::literal() const {
  return glob ? glob->literal() : std::nullopt;
}

Result<InboxGlob> parse_inbox_glob(std::string_view text) {
  InboxGlob inbox;
  if (text == "*") return inbox;
  inbox.text = text;
  auto glob = Glob::compile(text, Glob::Anchor::whole);
  if (!glob) return glob.error();
  if (const auto name = glob->literal(); name && !valid_inbox(*name))
    return Error{"\"" + std::string(text) +
                 "\" is no inbox: a name is 1 to 63 letters, digits and hyphens, * and ? stand "
                 "for any"};
  inbox.glob = std::move(*glob);
  return inbox;
}

}  // namespace mailrig
