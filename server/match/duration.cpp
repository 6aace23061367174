#include "match/duration.hpp"

#include <charconv>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr Unit kUnits[] = {
    {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
// Ten years: far from what overflows when it is added to a time.
constexpr std::int64_t kLongest = 3'650ll * 86'400'000;

Error bad(std::string_view text) {
  return {"\"" + std::string(text) +
          "\" is no duration: write a number and one of ms, s, m, h, d, as in \"500ms\" or \"5s\""};
}

}  // namespace

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  double number = 0;
  // No sign, no exponent, no "inf": a digit comes first and only fixed notation is read.
  if (text.empty() || !is_digit(text.front())) return bad(text);
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc()) return bad(text);
  const std::string_view written = text.substr(0, static_cast<std::size_t>(end - text.data()));
  const std::string_view name = text.substr(written.size());
  if (name.empty()) return Error{"unit required: did you mean \"" + std::string(written) + "s\"?"};
  for (const Unit& unit : kUnits) {
    if (name != unit.name) continue;
    const double total = number * static_cast<double>(unit.milliseconds);
    if (total > static_cast<double>(kLongest))
      return Error{"\"" + std::string(text) + "\" is too long: at most 3650d"};
    return std::chrono::milliseconds(static_cast<std::int64_t>(total + 0.5));
  }
  return bad(text);
}

}  // namespace mailrig
