// `outcome`: how the transactions of each key ended, in order.
#include "verify/clause.hpp"

namespace mailrig {
namespace {

std::string in_words(const std::vector<Pattern>& patterns) {
  std::string out;
  for (const Pattern& each : patterns) out += (out.empty() ? "" : ", ") + each.to_string();
  return out;
}

std::string ending(const Item& item) {
  const Value value = item.value({Field::outcome, {}});
  const auto* text = std::get_if<std::string_view>(&value);
  return text ? std::string(*text) : std::string();
}

std::string outcomes(const Group& group) {
  std::string out;
  for (const Item& item : group.items)
    out += (out.empty() ? "" : ", ") + ending(item) + " (" + item.id() + ")";
  return out;
}

}  // namespace

void judge_outcome(const Expectation& expectation, const std::vector<Group>& groups,
                   Opinion& opinion) {
  const auto& wanted = expectation.outcome;
  if (wanted.empty()) return;
  for (const Group& group : groups) {
    const std::size_t both = std::min(wanted.size(), group.items.size());
    std::size_t first = 0;
    while (first < both && wanted[first].matches(group.items[first].value({Field::outcome, {}})))
      ++first;
    const std::string tail = "; all were " + outcomes(group) + ", expected " + in_words(wanted);
    if (first < both) {
      opinion.fault(ClauseState::broken,
                    group.prefix() + "attempt " + std::to_string(first + 1) + " (" +
                        group.items[first].id() + ") ended with " + ending(group.items[first]) +
                        ", expected " + wanted[first].to_string() + tail,
                    {group.items[first].id()});
    } else if (group.items.size() > wanted.size()) {
      opinion.fault(ClauseState::broken,
                    group.prefix() + counted(group.items.size(), expectation.subject) +
                        " came where " + std::to_string(wanted.size()) +
                        (wanted.size() == 1 ? " was" : " were") + " expected" + tail,
                    id_list({group.items.begin() + static_cast<std::ptrdiff_t>(wanted.size()),
                             group.items.end()}));
    } else if (group.items.size() < wanted.size()) {
      opinion.fault(ClauseState::open,
                    group.prefix() + "no attempt followed " + group.items.back().id() +
                        ", which ended with " + ending(group.items.back()) + ": attempt " +
                        std::to_string(both + 1) + " was to end with " + wanted[both].to_string() +
                        tail,
                    {group.items.back().id()});
    }
  }
}

}  // namespace mailrig
