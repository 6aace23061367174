#include "mail/directive.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::array<std::string_view, 9> kStages{"mail", "rcpt", "data", "eom",     "rset",
                                                  "quit", "auth", "ehlo", "starttls"};

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// RFC 3463 §2: class "." subject "." detail.
bool is_enhanced_code(std::string_view text) {
  const std::size_t first = text.find('.'), second = text.find('.', first + 1);
  return first != std::string_view::npos && second != std::string_view::npos &&
         is_digits(text.substr(0, first)) &&
         is_digits(text.substr(first + 1, second - first - 1)) &&
         is_digits(text.substr(second + 1));
}

std::string_view take(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('-'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

std::optional<DirectiveText> read(std::string_view part) {
  DirectiveText text;
  text.whole = part;
  std::string_view rest = part;
  text.stage = take(rest);
  if (text.stage.size() == part.size()) return std::nullopt;
  const auto same = [&](std::string_view stage) { return iequals(stage, text.stage); };
  if (std::none_of(kStages.begin(), kStages.end(), same)) return std::nullopt;
  const std::string_view from = rest;
  text.effect = take(rest);
  if (iequals(text.effect, "use")) {  // a scenario's name may have hyphens
    text.effect = from;
    return text;
  }
  std::string_view behind = rest;
  if (const std::string_view next = take(behind);
      is_digits(text.effect) && is_enhanced_code(next)) {
    text.effect = from.substr(0, text.effect.size() + 1 + next.size());
    rest = behind;
  }
  while (!rest.empty()) text.modifiers.push_back(take(rest));
  return text;
}

}  // namespace

std::vector<DirectiveText> directives_in(std::string_view name) {
  std::vector<DirectiveText> all;
  std::size_t plus = name.find('+');
  while (plus != std::string_view::npos) {
    const std::size_t next = name.find('+', plus + 1);
    if (auto text = read(name.substr(plus + 1, next - plus - 1))) all.push_back(std::move(*text));
    plus = next;
  }
  return all;
}

std::optional<std::string> without_directives(std::string_view address) {
  if (address.find('+') == std::string_view::npos) return std::nullopt;
  const std::size_t at = address.rfind('@');
  const std::string_view local = address.substr(0, at);
  const auto all = directives_in(local);
  if (all.empty()) return std::nullopt;
  std::string plain(local);
  for (const DirectiveText& each : all) {
    const std::size_t place = plain.find("+" + std::string(each.whole));
    plain.erase(place, each.whole.size() + 1);
  }
  return at == std::string_view::npos ? plain : plain + std::string(address.substr(at));
}

}  // namespace mailrig
