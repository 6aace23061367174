// `all` and `none`: what every matched record is to be, and what no one may be.
#include "verify/clause.hpp"

namespace mailrig {
namespace {

// An open session may still become what it is to be, or cease to be what it must not.
ClauseState standing_of(const Item& item) {
  return item.final() ? ClauseState::broken : ClauseState::open;
}

std::string state_of(const Item& item) { return item.final() ? "" : " (still open)"; }

void judge_item(const Expectation& expectation, const Group& group, const Item& item,
                Opinion& opinion) {
  for (const Condition& condition : expectation.all) {
    const Value value = item.value(condition.field);
    if (condition.pattern.matches(value)) continue;
    opinion.fault(standing_of(item),
                  group.prefix() + "in " + item.title() + state_of(item) + " " +
                      to_string(condition.field) + " is " + shown(value) + ", expected " +
                      condition.pattern.to_string(),
                  {item.id()});
  }
  if (!expectation.none.empty() && holds(expectation.none, item))
    opinion.fault(standing_of(item),
                  group.prefix() + item.title() + state_of(item) + " has " +
                      in_words(expectation.none) + ", expected of none",
                  {item.id()});
}

}  // namespace

void judge_all_and_none(const Expectation& expectation, const std::vector<Group>& groups,
                        Opinion& opinion) {
  if (expectation.all.empty() && expectation.none.empty()) return;
  for (const Group& group : groups)
    for (const Item& item : group.items) judge_item(expectation, group, item, opinion);
}

}  // namespace mailrig
