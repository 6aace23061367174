// Parameterised header values.
#include "mail/content_field.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/header.hpp"

namespace mailrig {
namespace {

constexpr std::size_t max_parameters = 100;

// Reads on to one of `ends` outside of quotes and comments, or to the end, and stands before it.
// Gives what stood there, without quotes, comments and white space at both ends.
std::string read_until(std::string_view& rest, std::string_view ends) {
  std::string out;
  std::size_t solid = 0;  // length of `out` without the white space at its end
  std::size_t at = 0, depth = 0;
  bool quoted = false;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (depth > 0) {
      if (c == '\\') ++at;
      if (c == '(') ++depth;
      if (c == ')') --depth;
      continue;
    }
    if (c == '"') {
      quoted = !quoted;
      continue;
    }
    if (quoted) {
      out += c == '\\' && at + 1 < rest.size() ? rest[++at] : c;
      solid = out.size();
      continue;
    }
    if (ends.find(c) != std::string_view::npos) break;
    if (c == '(') {
      ++depth;
    } else if (!is_space(c)) {
      out += c;
      solid = out.size();
    } else if (!out.empty()) {
      out += c;
    }
  }
  rest.remove_prefix(std::min(at, rest.size()));
  out.resize(solid);
  return out;
}

}  // namespace

std::optional<std::string_view> ContentField::parameter(std::string_view name) const {
  for (const auto& [known, text] : parameters)
    if (known == name) return text;
  return std::nullopt;
}

ContentField parse_content_field(std::string_view raw) {
  const std::string text = unfold(raw);
  std::string_view rest = text;
  ContentField field;
  field.value = to_lower(read_until(rest, ";"));
  while (!rest.empty() && field.parameters.size() < max_parameters) {
    rest.remove_prefix(1);
    std::string name = to_lower(read_until(rest, "=;"));
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    std::string value = read_until(rest, ";");
    if (!name.empty()) field.parameters.emplace_back(std::move(name), std::move(value));
  }
  return field;
}

}  // namespace mailrig
