#include "scenario/armed.hpp"

#include <algorithm>

namespace mailrig {
namespace {

Draw seed_of(const Rule& rule, std::int64_t scenario_seed, std::size_t index) {
  Draw seed;
  seed.mix(static_cast<std::uint64_t>(scenario_seed)).mix(static_cast<std::uint64_t>(rule.seed));
  seed.mix(rule.scenario);
  if (rule.name.empty())
    seed.mix(index);
  else
    seed.mix(rule.name);
  return seed;
}

bool about_recipient(const Condition& condition) {
  return condition.field.field == Field::to || condition.field.field == Field::to_domain;
}

bool holds(const Conditions& conditions, const MomentValues& values, const Recipient* about) {
  return matches(conditions, [&](const FieldName& field) { return values.value(field, about); });
}

}  // namespace

Armed::Armed(Rule rule_, std::int64_t scenario_seed, std::size_t index,
             std::optional<WallTime> expires_)
    : rule(std::move(rule_)),
      expires(expires_),
      seed(seed_of(rule, scenario_seed, index)),
      by_session(per_session(rule.per)),
      by_recipient(per_recipient(rule.per)),
      counter(by_session) {
  for (const Condition& condition : rule.match)
    (about_recipient(condition) ? of_recipient : of_event).push_back(condition);
}

std::vector<Occurrence> occurrences(const Armed& armed, const MomentValues& values,
                                    const std::vector<const Recipient*>& recipients) {
  std::vector<Occurrence> all;
  if (!holds(armed.of_event, values, nullptr)) return all;
  for (const Recipient* about : recipients) {
    if (!holds(armed.of_recipient, values, about)) continue;
    if (auto key = key_of(armed.rule.per, values, about)) all.push_back({std::move(*key), about});
    if (!armed.by_recipient) break;  // once, if any matches
  }
  return all;
}

RuleSet::RuleSet(std::vector<std::shared_ptr<Armed>> rules) : ordered(std::move(rules)) {
  const auto put = [&](Stage stage, Armed* armed) {
    auto& list = at[static_cast<std::size_t>(stage)];
    if (!list.empty() && list.back() == armed) return;  // a stage named twice
    list.push_back(armed);
    mask |= std::uint32_t{1} << static_cast<unsigned>(stage);
  };
  for (const auto& armed : ordered) {
    for (const Stage stage : armed->rule.on) put(stage, armed.get());
    if (armed->by_session) put(Stage::closed, armed.get());
    if (armed->expires && (!expires || *armed->expires < *expires)) expires = armed->expires;
  }
}

}  // namespace mailrig
