// `sequence`: records of a key that match one after the other; others may stand between them.
#include "verify/clause.hpp"

namespace mailrig {

void judge_sequence(const Expectation& expectation, const std::vector<Group>& groups,
                    Opinion& opinion) {
  const auto& steps = expectation.sequence;
  if (steps.empty()) return;
  for (const Group& group : groups) {
    std::vector<Item> found;
    for (const Item& item : group.items)
      if (found.size() < steps.size() && holds(steps[found.size()], item)) found.push_back(item);
    if (found.size() == steps.size()) continue;
    const std::string step = "step " + std::to_string(found.size() + 1) + " of " +
                             std::to_string(steps.size()) + " (" + in_words(steps[found.size()]) +
                             ")";
    const bool anywhere =
        std::any_of(group.items.begin(), group.items.end(),
                    [&](const Item& item) { return holds(steps[found.size()], item); });
    std::string sentence = group.prefix() + step;
    sentence += anywhere ? " came too early" : " did not come";
    if (!found.empty()) sentence += (anywhere ? ", not behind " : " behind ") + ids(found);
    opinion.fault(ClauseState::open, std::move(sentence),
                  found.empty() ? id_list(group.items) : id_list(found));
  }
}

}  // namespace mailrig
