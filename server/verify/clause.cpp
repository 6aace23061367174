#include "verify/clause.hpp"

#include <algorithm>

namespace mailrig {
namespace {

constexpr std::size_t kShownIds = 8;
constexpr std::size_t kShownValue = 200;
constexpr std::size_t kSentences = 20;  // of one expectation; beyond they repeat themselves

std::string quoted(std::string_view text) {
  std::string out(text.substr(0, kShownValue));
  if (text.size() > kShownValue) {
    // Never cut a character in two.
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0) out.pop_back();
    out += "…";
  }
  return '"' + out + '"';
}

template <class List>
std::string list(const List& values) {
  if (values.empty()) return "(none)";
  std::string out;
  for (const auto& each : values) out += (out.empty() ? "" : ", ") + quoted(each);
  return out;
}

}  // namespace

void Opinion::fault(ClauseState how, std::string sentence, std::vector<std::string> blamed) {
  standing = std::max(standing, how);
  if (because.size() < kSentences) because.push_back(std::move(sentence));
  for (std::string& id : blamed)
    if (std::ranges::find(records, id) == records.end()) records.push_back(std::move(id));
}

std::string ids(const std::vector<Item>& items) {
  std::string out;
  const std::size_t most = items.size() > kShownIds + 1 ? kShownIds : items.size();
  for (std::size_t i = 0; i < most; ++i) out += (i ? ", " : "") + items[i].title();
  if (most < items.size()) out += " and " + std::to_string(items.size() - most) + " more";
  return out;
}

std::vector<std::string> id_list(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const Item& item : items) all.push_back(item.id());
  return all;
}

std::string counted(std::size_t count, Subject subject) {
  const std::string noun(subject == Subject::rule ? "firing" : to_string(subject));
  if (count == 0) return "no " + noun;
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string shown(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return "(none)";
        else if constexpr (std::is_same_v<Held, bool>)
          return held ? "true" : "false";
        else if constexpr (std::is_same_v<Held, std::int64_t>)
          return std::to_string(held);
        else if constexpr (std::is_convertible_v<const Held&, std::string_view>)
          return quoted(held);
        else
          return list(held);
      },
      value);
}

}  // namespace mailrig
