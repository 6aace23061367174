// Rules by API: added, replaced, removed, shown; and how all rules become the set in force.
#include <algorithm>
#include <chrono>

#include "scenario/engine_state.hpp"

namespace mailrig {

Engine::State::State(std::string name, Clocks clocks_)
    : host(std::move(name)),
      wall(clocks_.wall ? std::move(clocks_.wall)
                        : [] {
                            return std::chrono::floor<std::chrono::microseconds>(
                                std::chrono::system_clock::now());
                          }),
      steady(clocks_.steady ? std::move(clocks_.steady)
                            : [] { return std::chrono::steady_clock::now(); }),
      wall_began(wall()),
      steady_began(steady()),
      inboxes([this] { return wall(); }, [this](const std::string& one) { inbox_made(one); },
              [this](const std::string& one) { inbox_gone(one); }) {}

void Engine::State::publish() {
  // Those for some inboxes come before those for all.
  ArmedList all = api;
  const auto particular = [](const auto& armed) { return armed->particular(); };
  std::stable_partition(all.begin(), all.end(), particular);
  for (const bool first : {true, false})
    for (const auto& [name, one] : loaded)
      if (one.scenario->scenario.inbox.everyone() != first)
        all.insert(all.end(), one.rules.begin(), one.rules.end());
  std::shared_ptr<const RuleSet> fresh = std::make_shared<RuleSet>(std::move(all));
  std::unique_lock lock(reading);
  current.swap(fresh);
  mask.store(current->mask(), std::memory_order_release);
}  // the old set goes once its last reader does

bool Engine::State::prune(WallTime now) {
  const auto expired = [&](const auto& armed) { return armed->expired(now); };
  if (std::erase_if(api, expired) == 0) return false;
  publish();
  return true;
}

std::shared_ptr<const RuleSet> Engine::State::live() {
  auto set = rules();
  if (!set->expires()) return set;
  const WallTime now = wall();
  if (now < *set->expires()) return set;
  std::lock_guard lock(writing);
  prune(now);
  return rules();
}

RuleStatus Engine::State::status(const Armed& armed) {
  RuleStatus status{armed.rule, 0, 0, std::nullopt, armed.expires, 0};
  std::lock_guard lock(counting);
  status.matched = armed.matched;
  status.fired = armed.fired;
  status.last_fired = armed.last_fired;
  status.dropped_keys = armed.counter.dropped();
  return status;
}

std::vector<std::string> Engine::add(std::vector<Rule> rules, std::optional<Milliseconds> ttl) {
  for (const Rule& rule : rules)
    if (const auto inbox = rule.inbox.literal()) state_->inboxes.declare(*inbox);
  std::vector<std::string> ids;
  {
    std::lock_guard lock(state_->writing);
    const auto expires = state_->expiry(ttl);
    ArmedList block;
    for (Rule& rule : rules) {
      rule.id = "r" + std::to_string(++state_->last_id);
      rule.scenario.clear();
      ids.push_back(rule.id);
      block.push_back(std::make_shared<Armed>(std::move(rule), nullptr, block.size(), expires));
    }
    state_->api.insert(state_->api.begin(), block.begin(), block.end());
    state_->publish();
  }
  state_->changed();
  return ids;
}

bool Engine::replace(std::string_view id, Rule rule, std::optional<Milliseconds> ttl) {
  if (const auto inbox = rule.inbox.literal()) state_->inboxes.declare(*inbox);
  {
    std::lock_guard lock(state_->writing);
    state_->prune(state_->wall());
    const auto named = [&](const auto& armed) { return armed->rule.id == id; };
    const auto place = std::find_if(state_->api.begin(), state_->api.end(), named);
    if (place == state_->api.end()) return false;
    rule.id = id;
    rule.scenario.clear();
    *place = std::make_shared<Armed>(std::move(rule), nullptr, 0, state_->expiry(ttl));
    state_->publish();
  }
  state_->changed();
  return true;
}

Engine::Removal Engine::remove(std::string_view id) {
  {
    std::lock_guard lock(state_->writing);
    state_->prune(state_->wall());
    const auto named = [&](const auto& armed) { return armed->rule.id == id; };
    if (std::erase_if(state_->api, named) == 0)
      return state_->rules()->find(id) ? Removal::from_file : Removal::unknown;
    state_->publish();
  }
  state_->changed();
  return Removal::removed;
}

std::size_t Engine::remove_all(std::optional<std::string_view> inbox) {
  std::size_t count = 0;
  {
    std::lock_guard lock(state_->writing);
    state_->prune(state_->wall());
    count = std::erase_if(state_->api, [&](const auto& armed) {
      return !inbox || armed->rule.inbox.literal() == std::string(*inbox);
    });
    state_->publish();
  }
  state_->changed();
  return count;
}

std::vector<RuleStatus> Engine::list() const {
  const auto set = state_->live();
  std::vector<RuleStatus> all;
  all.reserve(set->ordered().size());
  for (const auto& armed : set->ordered()) all.push_back(state_->status(*armed));
  return all;
}

std::optional<RuleStatus> Engine::find(std::string_view id) const {
  const auto set = state_->live();
  const Armed* armed = set->find(id);
  if (armed == nullptr) return std::nullopt;
  return state_->status(*armed);
}

std::optional<WallTime> Engine::sweep() {
  auto next = state_->inboxes.sweep();
  bool pruned = false;
  {
    std::lock_guard lock(state_->writing);
    pruned = state_->prune(state_->wall());
    const auto expires = state_->rules()->expires();
    if (expires && (!next || *expires < *next)) next = expires;
  }
  if (pruned) state_->changed();
  return next;
}

}  // namespace mailrig
