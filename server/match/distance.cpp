// Near misses, field by field.
#include "match/distance.hpp"

#include <algorithm>
#include <type_traits>

namespace mailrig {
namespace {

constexpr std::size_t max_found = 200;

// Who asks for a mail to an address means that address; the rest narrows it down.
double weight_of(Field field) {
  switch (field) {
    case Field::from:
    case Field::from_domain:
    case Field::to:
    case Field::to_domain:
    case Field::subject:
      return 3;
    default:
      return 1;
  }
}

// The members of a list, the nearest first.
template <class List>
std::string describe_list(const List& list, const Pattern& pattern) {
  std::size_t nearest = 0;
  double least = 2;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double d = pattern.distance(Value(std::string_view(list[i])));
    if (d < least) least = d, nearest = i;
  }
  if (list.empty()) return "(none)";
  std::string out(list[nearest]);
  for (std::size_t i = 0; i < list.size() && out.size() <= max_found; ++i)
    if (i != nearest) out.append(", ").append(list[i]);
  return out;
}

std::string shorten(std::string text) {
  if (text.size() <= max_found) return text;
  constexpr std::string_view ellipsis = "…";
  std::size_t end = max_found - ellipsis.size();
  // Never cut a character in two.
  for (int i = 0; i < 3 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++i) --end;
  text.resize(end);
  return text.append(ellipsis);
}

std::string describe(const Value& value, const Pattern& pattern) {
  return std::visit(
      [&](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return "(none)";
        else if constexpr (std::is_same_v<Held, bool>)
          return held ? "true" : "false";
        else if constexpr (std::is_same_v<Held, std::int64_t>)
          return std::to_string(held);
        else if constexpr (std::is_convertible_v<const Held&, std::string_view>)
          return std::string(std::string_view(held).substr(0, max_found + 1));
        else
          return describe_list(held, pattern);
      },
      value);
}

}  // namespace

NearMiss measure(const Conditions& conditions, const std::vector<Value>& values) {
  NearMiss miss;
  double missing = 0, all = 0;
  const std::size_t count = std::min(conditions.size(), values.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [field, pattern] = conditions[i];
    const double weight = weight_of(field.field);
    const double distance = pattern.distance(values[i]);
    all += weight;
    missing += weight * distance;
    if (distance > 0)
      miss.differences.push_back(
          {field, pattern.to_string(), shorten(describe(values[i], pattern))});
  }
  if (all > 0) miss.distance = missing / all;
  return miss;
}

}  // namespace mailrig
