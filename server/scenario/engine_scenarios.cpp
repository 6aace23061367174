// Scenarios: armed and disarmed whole, their states, and starting anew.
#include <algorithm>

#include "scenario/engine_state.hpp"

namespace mailrig {
namespace {

// A copy for one inbox stands beside the original under a name of its own.
std::string name_in_force(const Scenario& scenario) {
  const auto inbox = scenario.inbox.literal();
  return scenario.copy && inbox ? copy_name(scenario.name, *inbox) : scenario.name;
}

LoadedScenario arm(Scenario scenario, Origin origin, WallTime real) {
  LoadedScenario one;
  one.scenario = std::make_shared<ArmedScenario>();
  one.scenario->name = name_in_force(scenario);
  one.scenario->origin = origin;
  one.scenario->since = real;
  if (scenario.states) one.scenario->standings.emplace(*scenario.states, real);
  one.scenario->scenario = std::move(scenario);
  // A copy: the scenario is shown whole.
  for (Rule rule : one.scenario->scenario.rules) {
    const std::size_t index = one.rules.size();
    rule.scenario = one.scenario->scenario.name;
    rule.id = one.scenario->name + "/" + (rule.name.empty() ? std::to_string(index) : rule.name);
    one.rules.push_back(
        std::make_shared<Armed>(std::move(rule), one.scenario, index, std::nullopt));
  }
  return one;
}

bool may_share(const InboxGlob& a, const InboxGlob& b) {
  if (a.everyone() || b.everyone() || a.text == b.text) return true;
  const auto one = a.literal(), other = b.literal();
  return (one && b.matches(*one)) || (other && a.matches(*other));
}

// Why the scenarios cannot be in force together: an inbox has one clock.
std::optional<std::string> conflict(const LoadedScenarios& all) {
  for (auto one = all.begin(); one != all.end(); ++one) {
    const Scenario& a = one->second.scenario->scenario;
    for (auto other = std::next(one); a.scale && other != all.end(); ++other) {
      const Scenario& b = other->second.scenario->scenario;
      if (b.scale && *a.scale != *b.scale && may_share(a.inbox, b.inbox))
        return "scenarios \"" + one->first + "\" and \"" + other->first +
               "\" scale the clock of one inbox differently";
    }
  }
  return std::nullopt;
}

}  // namespace

std::string copy_name(std::string_view scenario, std::string_view inbox) {
  return std::string(scenario) + "@" + std::string(inbox);
}

std::vector<std::string> states_of(const Scenario& scenario) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& state) {
    if (std::find(all.begin(), all.end(), state) == all.end()) all.push_back(state);
  };
  if (scenario.states) {
    add(scenario.states->start);
    for (const auto& [state, timer] : scenario.states->timers) add(timer.go_to);
  }
  for (const Rule& rule : scenario.rules)
    if (rule.go_to) add(*rule.go_to);
  return all;
}

void Engine::State::use(LoadedScenarios scenarios) {
  loaded = std::move(scenarios);
  publish();
  directives.drop_borrowed();
}

void Engine::State::settle_inboxes() {
  std::vector<std::string> named;
  {
    std::lock_guard lock(writing);
    for (const auto& [name, one] : loaded)
      if (const auto inbox = one.scenario->scenario.inbox.literal()) named.push_back(*inbox);
  }
  inboxes.unpin();
  for (const std::string& inbox : named) inboxes.declare(inbox, std::nullopt, true);
  std::lock_guard lock(writing);
  const WallTime real = real_now();
  for (const std::string& inbox : inboxes.names()) rescale(inbox, real);
}

std::optional<std::string> Engine::load(Scenario scenario, Origin origin) {
  {
    std::lock_guard lock(state_->writing);
    LoadedScenarios next = state_->loaded;
    LoadedScenario one = arm(std::move(scenario), origin, state_->real_now());
    next[one.scenario->name] = one;
    if (auto why = conflict(next)) return why;
    state_->use(std::move(next));
  }
  state_->settle_inboxes();
  state_->changed();
  return std::nullopt;
}

std::optional<std::string> Engine::load_files(std::vector<Scenario> scenarios) {
  {
    std::lock_guard lock(state_->writing);
    LoadedScenarios next;
    for (const auto& [name, one] : state_->loaded)
      if (one.scenario->origin != Origin::file) next.emplace(name, one);
    for (Scenario& scenario : scenarios) {
      const auto old = state_->loaded.find(name_in_force(scenario));
      const bool same = old != state_->loaded.end() && !scenario.written.empty() &&
                        old->second.scenario->origin == Origin::file &&
                        old->second.scenario->scenario.written == scenario.written;
      LoadedScenario one =
          same ? old->second : arm(std::move(scenario), Origin::file, state_->real_now());
      next[one.scenario->name] = one;
    }
    if (auto why = conflict(next)) return why;
    state_->use(std::move(next));
  }
  state_->settle_inboxes();
  state_->changed();
  return std::nullopt;
}

bool Engine::unload(std::string_view name) {
  {
    std::lock_guard lock(state_->writing);
    const auto found = state_->loaded.find(name);
    if (found == state_->loaded.end()) return false;
    state_->loaded.erase(found);
    state_->publish();
    state_->directives.drop_borrowed();
  }
  state_->settle_inboxes();
  state_->changed();
  return true;
}

ScenarioStatus Engine::State::status(const LoadedScenario& one) {
  ScenarioStatus status;
  status.name = one.scenario->name;
  status.scenario = one.scenario->scenario;
  status.origin = one.scenario->origin;
  status.since = one.scenario->since;
  for (const auto& armed : one.rules) status.rules.push_back(this->status(*armed));
  std::lock_guard lock(counting);
  if (!one.scenario->standings) return status;
  Standings& standings = *one.scenario->standings;
  std::vector<std::string> shown = standings.inboxes();
  shown.push_back(status.scenario.inbox.literal().value_or(std::string(InboxRegister::none)));
  const WallTime real = real_now();
  for (const std::string& inbox : shown) {
    if (!status.scenario.inbox.matches(inbox)) continue;
    const PolicyClock& clock = clock_of(inbox);
    status.states[inbox] = standings.in(inbox, clock, clock.at(real)).state;
  }
  return status;
}

std::vector<ScenarioStatus> Engine::scenarios() const {
  std::lock_guard lock(state_->writing);
  std::vector<ScenarioStatus> all;
  for (const bool everyone : {false, true})
    for (const auto& [name, one] : state_->loaded)
      if (one.scenario->scenario.inbox.everyone() == everyone) all.push_back(state_->status(one));
  return all;
}

std::optional<ScenarioStatus> Engine::scenario(std::string_view name) const {
  std::lock_guard lock(state_->writing);
  const auto found = state_->loaded.find(name);
  if (found == state_->loaded.end()) return std::nullopt;
  return state_->status(found->second);
}

Engine::Move Engine::set_state(std::string_view name, std::string_view inbox,
                               std::string_view state) {
  {
    std::lock_guard lock(state_->writing);
    const auto found = state_->loaded.find(name);
    if (found == state_->loaded.end()) return Move::unknown_scenario;
    ArmedScenario& one = *found->second.scenario;
    if (!one.standings) return Move::without_states;
    const auto known = states_of(one.scenario);
    if (std::find(known.begin(), known.end(), state) == known.end()) return Move::unknown_state;
    std::lock_guard counting(state_->counting);
    one.standings->set(inbox, state, state_->clock_of(inbox).at(state_->real_now()));
  }
  state_->changed();
  return Move::moved;
}

void Engine::State::restart(Armed& armed, std::optional<std::string_view> inbox) {
  armed.epoch.fetch_add(1);
  if (inbox) {
    armed.counter.forget_inbox(*inbox);
    return;
  }
  armed.counter.forget_all();
  armed.matched = armed.fired = 0;
  armed.last_fired.reset();
}

bool Engine::reset(std::string_view name, std::optional<std::string_view> inbox) {
  {
    std::lock_guard lock(state_->writing);
    const auto found = state_->loaded.find(name);
    if (found == state_->loaded.end()) return false;
    std::lock_guard counting(state_->counting);
    for (const auto& armed : found->second.rules) state_->restart(*armed, inbox);
    if (auto& standings = found->second.scenario->standings) {
      if (inbox)
        standings->forget(*inbox, state_->real_now());
      else
        standings->forget_all(state_->real_now());
    }
  }
  state_->changed();
  return true;
}

void Engine::reset(std::optional<std::string_view> inbox) {
  {
    std::lock_guard lock(state_->writing);
    const WallTime real = state_->real_now();
    std::lock_guard counting(state_->counting);
    for (const auto& armed : state_->rules()->ordered()) state_->restart(*armed, inbox);
    state_->directives.forget(inbox);
    for (const auto& [name, one] : state_->loaded) {
      if (!one.scenario->standings) continue;
      if (inbox)
        one.scenario->standings->forget(*inbox, real);
      else
        one.scenario->standings->forget_all(real);
    }
    if (!inbox) {
      state_->clocks.clear();
      state_->scales.clear();
    } else {
      state_->clocks.erase(std::string(*inbox));
      state_->scales.erase(std::string(*inbox));
    }
  }
  state_->settle_inboxes();
  state_->changed();
}

}  // namespace mailrig
