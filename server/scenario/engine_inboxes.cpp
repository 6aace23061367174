// Inboxes that come and go, and their policy clocks.
#include <algorithm>

#include "scenario/engine_state.hpp"

namespace mailrig {

const PolicyClock& Engine::State::clock_of(std::string_view inbox) const {
  static const PolicyClock real_time;
  const auto found = clocks.find(inbox);
  return found == clocks.end() ? real_time : found->second;
}

void Engine::State::rescale(const std::string& inbox, WallTime real) {
  double wanted = 1;
  for (const auto& [name, one] : loaded)
    if (one.scenario->scenario.scale && one.scenario->scenario.inbox.matches(inbox))
      wanted = *one.scenario->scenario.scale;
  std::lock_guard lock(counting);
  const auto given = scales.find(inbox);
  if (wanted == (given == scales.end() ? 1 : given->second)) return;
  scales[inbox] = wanted;
  clocks[inbox].set_scale(real, wanted);
}

void Engine::State::inbox_made(const std::string& name) {
  std::lock_guard lock(writing);
  const WallTime real = real_now();
  {
    std::lock_guard counts(counting);
    for (const auto& [key, one] : loaded)
      if (one.scenario->standings) one.scenario->standings->forget(name, real);
  }
  rescale(name, real);
}

// Its rules and counters go with it; what happened in it stays on record.
void Engine::State::inbox_gone(const std::string& name) {
  {
    std::lock_guard lock(writing);
    std::size_t erased =
        std::erase_if(api, [&](const auto& armed) { return armed->rule.inbox.literal() == name; });
    erased += std::erase_if(loaded, [&](const auto& one) {
      const ArmedScenario& scenario = *one.second.scenario;
      return scenario.origin != Origin::file && scenario.scenario.inbox.literal() == name;
    });
    if (erased > 0) publish();
    std::lock_guard counts(counting);
    clocks.erase(name);
    scales.erase(name);
    for (const auto& armed : rules()->ordered()) armed->counter.forget_inbox(name);
    directives.forget(name);
    for (const auto& [key, one] : loaded)
      if (one.scenario->standings) one.scenario->standings->drop(name);
  }
  gone(name);
  changed();
}

void Engine::tell_gone_to(std::function<void(const std::string&)> told) {
  state_->gone = std::move(told);
}

PolicyClock Engine::clock(std::string_view inbox) const {
  std::lock_guard lock(state_->counting);
  return state_->clock_of(inbox);
}

bool Engine::advance(const std::vector<std::string>& inboxes, std::chrono::microseconds by) {
  bool all = true;
  {
    std::lock_guard lock(state_->counting);
    const WallTime real = state_->real_now();
    for (const std::string& inbox : inboxes) all = state_->clocks[inbox].advance(real, by) && all;
  }
  state_->changed();
  return all;
}

void Engine::set_scale(const std::vector<std::string>& inboxes, double scale) {
  {
    std::lock_guard lock(state_->counting);
    const WallTime real = state_->real_now();
    for (const std::string& inbox : inboxes) state_->clocks[inbox].set_scale(real, scale);
  }
  state_->changed();
}

}  // namespace mailrig
