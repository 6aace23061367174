#include "scenario/armed.hpp"

#include <algorithm>

#include "mail/address.hpp"
#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::array<Field, 4> kIndexed{Field::to, Field::from, Field::to_domain,
                                        Field::from_domain};
// So few are asked sooner than looked up.
constexpr std::size_t kFew = 8;

Draw seed_of(const Rule& rule, const ArmedScenario* scenario, std::size_t index) {
  Draw seed;
  seed.mix(static_cast<std::uint64_t>(scenario ? scenario->scenario.seed : 0));
  seed.mix(static_cast<std::uint64_t>(rule.seed));
  seed.mix(rule.scenario);
  if (rule.name.empty())
    seed.mix(index);
  else
    seed.mix(rule.name);
  return seed;
}

Counter::Plan plan_of(const Rule& rule) {
  // What is shown of an ordinal should be right where that is cheap.
  constexpr std::uint64_t shown = 1'000;
  Counter::Plan plan;
  plan.by_session = per_session(rule.per);
  if (rule.window && rule.window->open)
    plan.ranked = true;
  else if (rule.window)
    plan.window = rule.window->length;
  if (rule.expire) plan.expire = *rule.expire;
  if (rule.nth)
    if (const auto horizon = rule.nth->horizon())
      plan.horizon = std::clamp<std::uint64_t>(*horizon, shown, Counter::most_times);
  return plan;
}

bool about_recipient(const Condition& condition) {
  return condition.field.field == Field::to || condition.field.field == Field::to_domain;
}

bool holds(const Conditions& conditions, const MomentValues& values, const Recipient* about) {
  return matches(conditions, [&](const FieldName& field) { return values.value(field, about); });
}

// Whether the event is one that the rule waits for: a silence of its length, an octet of its own.
bool due(const Armed& armed, const Moment& moment) {
  if (moment.stage == Stage::idle)
    return armed.rule.after ? *armed.rule.after == moment.silence : moment.planned != nullptr;
  if (moment.stage == Stage::body && moment.octets > 0)
    return std::binary_search(armed.bounds.begin(), armed.bounds.end(),
                              static_cast<std::int64_t>(moment.octets));
  return true;
}

}  // namespace

Armed::Armed(Rule rule_, std::shared_ptr<ArmedScenario> scenario_, std::size_t index,
             std::optional<WallTime> expires_)
    : rule(std::move(rule_)),
      scenario(std::move(scenario_)),
      expires(expires_),
      seed(seed_of(rule, scenario.get(), index)),
      by_recipient(per_recipient(rule.per)),
      global(per_global(rule.per)),
      counter(plan_of(rule)) {
  for (const Condition& condition : rule.match) {
    (about_recipient(condition) ? of_recipient : of_event).push_back(condition);
    if (condition.field.field != Field::bytes) continue;
    for (const std::int64_t bound : condition.pattern.bounds()) bounds.push_back(bound);
  }
  std::sort(bounds.begin(), bounds.end());
}

std::vector<Occurrence> occurrences(const Armed& armed, const MomentValues& values,
                                    const std::vector<Party>& parties) {
  std::vector<Occurrence> all;
  if (!due(armed, values.moment()) || !holds(armed.of_event, values, nullptr)) return all;
  for (const Party& party : parties) {
    if (!armed.for_inbox(party.inbox)) continue;
    for (const Recipient* about : party.recipients) {
      if (!holds(armed.of_recipient, values, about)) continue;
      if (auto key = key_of(armed.rule.per, party.inbox, values, about))
        all.push_back({std::move(*key), party.inbox, about});
      if (!armed.by_recipient) break;  // once, if any matches
    }
    if (armed.global && !armed.by_recipient && !all.empty()) break;
  }
  return all;
}

RuleSet::RuleSet(std::vector<std::shared_ptr<Armed>> rules) : ordered_(std::move(rules)) {
  for (std::size_t order = 0; order < ordered_.size(); ++order) {
    Armed& armed = *ordered_[order];
    by_id_.emplace(armed.rule.id, &armed);
    for (const Stage stage : armed.rule.on) put(stage, {order, &armed});
    if (armed.counter.knows_sessions()) put(Stage::closed, {order, &armed});
    if (armed.expires && (!expires_ || *armed.expires < *expires_)) expires_ = armed.expires;
  }
  for (Shelf& shelf : at_) shelf.indexed = shelf.all.size() > kFew;
}

Armed* RuleSet::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

void RuleSet::put(Stage stage, Place place) {
  Shelf& shelf = at_[static_cast<std::size_t>(stage)];
  if (!shelf.all.empty() && shelf.all.back() == place.armed) return;  // a stage named twice
  shelf.all.push_back(place.armed);
  mask_ |= std::uint32_t{1} << static_cast<unsigned>(stage);
  for (std::size_t i = 0; i < kIndexed.size(); ++i) {
    for (const Condition& condition : place.armed->rule.match) {
      if (condition.field.field != kIndexed[i]) continue;
      const auto names = condition.pattern.literals();
      if (names.empty()) continue;
      for (const std::string& name : names) shelf.named[i].emplace(name, place);
      return;
    }
  }
  shelf.general.push_back(place);
}

std::vector<Armed*> RuleSet::of(const Moment& moment) const {
  const Shelf& shelf = at_[static_cast<std::size_t>(moment.stage)];
  if (!shelf.indexed) return shelf.all;
  std::vector<Place> places = shelf.general;
  const auto look_up = [&](std::size_t index, std::string_view value) {
    if (shelf.named[index].empty()) return;
    const auto [begin, end] = shelf.named[index].equal_range(to_lower(value));
    for (auto each = begin; each != end; ++each) places.push_back(each->second);
  };
  const auto look_up_address = [&](std::size_t index, std::string_view address) {
    look_up(index, address);
    look_up(index + 2, domain_of(address));
  };
  if (moment.recipient != nullptr)
    look_up_address(0, moment.recipient->address);
  else if (moment.envelope != nullptr)
    for (const Recipient& recipient : moment.envelope->to)
      if (recipient.valid) look_up_address(0, recipient.address);
  if (moment.envelope != nullptr) look_up_address(1, moment.envelope->from.address);
  const auto before = [](const Place& a, const Place& b) { return a.order < b.order; };
  std::sort(places.begin(), places.end(), before);
  std::vector<Armed*> all;
  all.reserve(places.size());
  for (const Place& place : places)
    if (all.empty() || all.back() != place.armed) all.push_back(place.armed);
  return all;
}

}  // namespace mailrig
