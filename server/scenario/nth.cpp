// Reads and asks the list of ordinals that a rule's `nth` names.
#include <algorithm>
#include <charconv>
#include <limits>

#include "mail/ascii.hpp"
#include "scenario/rule.hpp"

namespace mailrig {
namespace {

constexpr std::uint64_t kOpen = std::numeric_limits<std::uint64_t>::max();

std::optional<std::uint64_t> positive(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

Error bad(std::string_view text) {
  return {"\"" + std::string(text) +
          "\" names no ordinals: they count from 1, as in 1, \"1-2\", \"4-\", \"*/10\" or \"1,3\""};
}

}  // namespace

Result<Nth> Nth::parse(std::string_view text) {
  Nth nth;
  nth.text_ = text;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = trim(rest.substr(0, comma));
    if (part.starts_with("*/")) {
      const auto step = positive(part.substr(2));
      if (!step) return bad(text);
      nth.ranges_.push_back({*step, kOpen, *step});
    } else {
      const std::size_t dash = part.find('-');
      const auto first = positive(part.substr(0, dash));
      auto last = first;
      if (dash != std::string_view::npos)
        last = dash + 1 == part.size() ? std::optional(kOpen) : positive(part.substr(dash + 1));
      if (!first || !last) return bad(text);
      if (*last < *first)
        return Error{"\"" + std::string(part) + "\" runs backwards: did you mean \"" +
                     std::to_string(*last) + "-" + std::to_string(*first) + "\"?"};
      nth.ranges_.push_back({*first, *last, 1});
    }
    if (comma == std::string_view::npos) return nth;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<std::uint64_t> Nth::horizon() const {
  std::uint64_t last = 0;
  for (const Range& range : ranges_) {
    if (range.step > 1) return std::nullopt;
    last = std::max(last, range.last == kOpen ? range.first : range.last + 1);
  }
  return last;
}

bool Nth::contains(std::uint64_t ordinal) const {
  for (const Range& range : ranges_)
    if (ordinal >= range.first && ordinal <= range.last &&
        (ordinal - range.first) % range.step == 0)
      return true;
  return false;
}

}  // namespace mailrig
