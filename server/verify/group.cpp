#include "verify/group.hpp"

#include <algorithm>
#include <unordered_map>

#include "mail/ascii.hpp"
#include "match/network.hpp"

namespace mailrig {
namespace {

constexpr std::string_view kNone = "(none)";

std::string first_of(const Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return std::string(kNone);
        else if constexpr (std::is_same_v<Held, bool>)
          return held ? "true" : "false";
        else if constexpr (std::is_same_v<Held, std::int64_t>)
          return std::to_string(held);
        else if constexpr (std::is_convertible_v<const Held&, std::string_view>)
          return std::string(std::string_view(held));
        else
          return held.empty() ? std::string(kNone) : std::string(held.front());
      },
      value);
}

// Names are compared without case, as patterns do; headers as they are: a Message-ID tells its
// letters' case apart (RFC 5322 §3.6.4).
std::string part_of(const KeyField& part, const Item& item) {
  std::string text = first_of(item.value(part.field));
  if (part.prefix) return network_of(text, part.prefix);
  const bool as_sent = part.field.field == Field::header || part.field.field == Field::subject;
  return as_sent ? text : to_lower(text);
}

class Groups {
 public:
  explicit Groups(const Expectation& expectation) : expectation_(expectation) {}

  void add(const Item& item) {
    std::string shown, told_apart;
    for (const KeyField& part : expectation_.per) {
      const std::string value = part_of(part, item);
      shown += (shown.empty() ? "" : ", ") + to_string(part) + " " + value;
      told_apart += std::to_string(value.size()) + ":" + value;
    }
    const auto [place, fresh] = index_.emplace(std::move(told_apart), groups.size());
    if (fresh) groups.push_back({std::move(shown), {}});
    // The same recipient twice in one transaction is one.
    auto& members = groups[place->second].items;
    if (item.recipient() && !members.empty() && members.back().id() == item.id()) return;
    members.push_back(item);
  }

  std::vector<Group> groups;

 private:
  const Expectation& expectation_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace

std::vector<Group> group(const Expectation& expectation, const std::vector<Item>& items) {
  Groups groups(expectation);
  const bool by_recipient = expectation.keyed_by_recipient();
  for (const Item& item : items) {
    if (by_recipient) {
      for (const Recipient* recipient : item.recipients())
        if (const Item about = item.about(*recipient); holds(expectation.match, about))
          groups.add(about);
    } else if (holds(expectation.match, item)) {
      groups.add(item);
    }
  }
  return std::move(groups.groups);
}

}  // namespace mailrig
