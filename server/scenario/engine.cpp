#include "scenario/engine.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "scenario/decision.hpp"

namespace mailrig {

using ArmedList = std::vector<std::shared_ptr<Armed>>;

struct Engine::State {
  State(std::string name, std::function<WallTime()> now)
      : host(std::move(name)), clock(std::move(now)) {
    if (!clock)
      clock = [] {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
      };
  }

  const std::string host;
  std::function<WallTime()> clock;

  std::mutex writing;                      // of the four below; taken before `reading`
  ArmedList api;                           // in the order of evaluation
  std::map<std::string, ArmedList> files;  // by name
  std::map<std::string, std::string, std::less<>> expect;  // of the files, by name
  std::uint64_t last_id = 0;

  std::shared_mutex reading;  // of `current`
  std::shared_ptr<const RuleSet> current = std::make_shared<RuleSet>(ArmedList{});
  std::atomic<std::uint32_t> mask{0};  // current->mask, for those who need no more

  std::mutex counting;  // counters of every rule

  bool any_at(Stage stage) const {
    return (mask.load(std::memory_order_acquire) >> static_cast<unsigned>(stage) & 1) != 0;
  }

  std::shared_ptr<const RuleSet> rules() {
    std::shared_lock lock(reading);
    return current;
  }

  // Makes the lists the set in force. The caller holds `writing`.
  void publish() {
    ArmedList all = api;
    for (const auto& [name, list] : files) all.insert(all.end(), list.begin(), list.end());
    std::shared_ptr<const RuleSet> fresh = std::make_shared<RuleSet>(std::move(all));
    std::unique_lock lock(reading);
    current.swap(fresh);
    mask.store(current->mask, std::memory_order_release);
  }  // the old set goes once its last reader does

  // Drops what has expired; only rules by API do. The caller holds `writing`.
  void prune(WallTime now) {
    const auto gone = [&](const auto& armed) { return armed->expired(now); };
    if (std::erase_if(api, gone) > 0) publish();
  }

  // The rules in force now.
  std::shared_ptr<const RuleSet> live() {
    auto set = rules();
    if (!set->expires) return set;
    const WallTime now = clock();
    if (now < *set->expires) return set;
    std::lock_guard lock(writing);
    prune(now);
    return rules();
  }

  std::optional<WallTime> expiry(std::optional<Milliseconds> ttl) const {
    if (!ttl) return std::nullopt;
    return clock() + *ttl;
  }

  RuleStatus status(const Armed& armed) {
    RuleStatus status{armed.rule, 0, 0, std::nullopt, armed.expires, 0};
    std::lock_guard lock(counting);
    status.matched = armed.matched;
    status.fired = armed.fired;
    status.last_fired = armed.last_fired;
    status.dropped_keys = armed.counter.dropped();
    return status;
  }
};

Engine::Engine(std::string host, std::function<WallTime()> clock)
    : state_(std::make_unique<State>(std::move(host), std::move(clock))) {}

Engine::~Engine() = default;

Verdict Engine::decide(const Moment& moment) {
  if (!state_->any_at(moment.stage)) return {};
  const auto set = state_->live();
  const auto& rules = set->at[static_cast<std::size_t>(moment.stage)];
  if (moment.stage == Stage::closed) {
    std::lock_guard lock(state_->counting);
    for (Armed* armed : rules) armed->counter.forget_session(moment.facts->session);
    return {};
  }
  const MomentValues values(moment);
  // A rule may expire between live() and here.
  const WallTime now = state_->clock();
  std::vector<Candidate> all = candidates(rules, values, now);
  if (all.empty()) return {};
  const Candidate* fired = nullptr;
  {
    std::lock_guard lock(state_->counting);
    fired = settle(all, moment, now);
  }
  return verdict_of(all, fired, values, state_->host);
}

Alarm Engine::alarm(const Moment&) const {
  Alarm alarm;
  if (!state_->any_at(Stage::body)) return alarm;
  if (!state_->live()->at[static_cast<std::size_t>(Stage::body)].empty()) alarm.octets = 0;
  return alarm;
}

bool Engine::holds(std::string_view rule) const {
  const auto set = state_->live();
  return std::any_of(set->ordered.begin(), set->ordered.end(), [&](const auto& armed) {
    return armed->rule.id == rule && armed->rule.delay.has_value();
  });
}

std::vector<std::string> Engine::add(std::vector<Rule> rules, std::optional<Milliseconds> ttl) {
  std::lock_guard lock(state_->writing);
  const auto expires = state_->expiry(ttl);
  std::vector<std::string> ids;
  ArmedList block;
  for (Rule& rule : rules) {
    rule.id = "r" + std::to_string(++state_->last_id);
    rule.scenario.clear();
    ids.push_back(rule.id);
    block.push_back(std::make_shared<Armed>(std::move(rule), 0, block.size(), expires));
  }
  state_->api.insert(state_->api.begin(), block.begin(), block.end());
  state_->publish();
  return ids;
}

bool Engine::replace(std::string_view id, Rule rule, std::optional<Milliseconds> ttl) {
  std::lock_guard lock(state_->writing);
  state_->prune(state_->clock());
  for (auto& armed : state_->api) {
    if (armed->rule.id != id) continue;
    rule.id = id;
    rule.scenario.clear();
    armed = std::make_shared<Armed>(std::move(rule), 0, 0, state_->expiry(ttl));
    state_->publish();
    return true;
  }
  return false;
}

Engine::Removal Engine::remove(std::string_view id) {
  std::lock_guard lock(state_->writing);
  state_->prune(state_->clock());
  const auto named = [&](const auto& armed) { return armed->rule.id == id; };
  if (std::erase_if(state_->api, named) > 0) {
    state_->publish();
    return Removal::removed;
  }
  for (const auto& [name, list] : state_->files)
    if (std::any_of(list.begin(), list.end(), named)) return Removal::from_file;
  return Removal::unknown;
}

std::size_t Engine::remove_all() {
  std::lock_guard lock(state_->writing);
  state_->prune(state_->clock());
  const std::size_t count = state_->api.size();
  state_->api.clear();
  state_->publish();
  return count;
}

void Engine::load(Scenario scenario) {
  ArmedList list;
  for (Rule& rule : scenario.rules) {
    const std::size_t index = list.size();
    rule.scenario = scenario.name;
    rule.id = scenario.name + "/" + (rule.name.empty() ? std::to_string(index) : rule.name);
    list.push_back(std::make_shared<Armed>(std::move(rule), scenario.seed, index, std::nullopt));
  }
  std::lock_guard lock(state_->writing);
  state_->files[scenario.name] = std::move(list);
  state_->expect[scenario.name] = std::move(scenario.expect);
  state_->publish();
}

std::optional<std::string> Engine::expectations(std::string_view scenario) const {
  std::lock_guard lock(state_->writing);
  const auto found = state_->expect.find(scenario);
  if (found == state_->expect.end()) return std::nullopt;
  return found->second;
}

std::vector<RuleStatus> Engine::list() const {
  const auto set = state_->live();
  std::vector<RuleStatus> all;
  all.reserve(set->ordered.size());
  for (const auto& armed : set->ordered) all.push_back(state_->status(*armed));
  return all;
}

std::optional<RuleStatus> Engine::find(std::string_view id) const {
  const auto set = state_->live();
  for (const auto& armed : set->ordered)
    if (armed->rule.id == id) return state_->status(*armed);
  return std::nullopt;
}

}  // namespace mailrig
