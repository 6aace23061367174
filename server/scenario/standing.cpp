#include "scenario/standing.hpp"

namespace mailrig {

void run_timers(const StatePlan& plan, Standing& standing, WallTime now) {
  // After as many steps as there are timers it goes in a circle, if it goes on.
  std::size_t steps = 0;
  for (;;) {
    const auto timer = plan.timers.find(standing.state);
    if (timer == plan.timers.end() || standing.since + timer->second.after > now) return;
    if (steps++ == plan.timers.size()) {
      std::chrono::microseconds round{0};
      std::string state = standing.state;
      do {
        const StatePlan::Timer& next = plan.timers.find(state)->second;
        round += next.after;
        state = next.go_to;
      } while (state != standing.state && plan.timers.contains(state));
      if (round.count() <= 0) return;  // refused when the plan is read
      standing.since += round * ((now - standing.since) / round);
      continue;
    }
    standing.since += timer->second.after;
    standing.state = timer->second.go_to;
  }
}

std::optional<WallTime> next_timer(const StatePlan& plan, const Standing& standing) {
  const auto timer = plan.timers.find(standing.state);
  if (timer == plan.timers.end()) return std::nullopt;
  return standing.since + timer->second.after;
}

const Standing& Standings::in(std::string_view inbox, const PolicyClock& clock, WallTime now) {
  auto found = standings_.find(inbox);
  if (found == standings_.end()) {
    const auto restarted = restarted_.find(inbox);
    const WallTime real = restarted == restarted_.end() ? began_ : restarted->second;
    found = standings_.emplace(std::string(inbox), Standing{plan_.start, clock.at(real)}).first;
  }
  run_timers(plan_, found->second, now);
  return found->second;
}

void Standings::set(std::string_view inbox, std::string_view state, WallTime now) {
  const auto found = standings_.find(inbox);
  Standing fresh{std::string(state), now};
  if (found == standings_.end())
    standings_.emplace(std::string(inbox), std::move(fresh));
  else
    found->second = std::move(fresh);
}

void Standings::forget(std::string_view inbox, WallTime now) {
  if (const auto found = standings_.find(inbox); found != standings_.end()) standings_.erase(found);
  restarted_[std::string(inbox)] = now;
}

void Standings::drop(std::string_view inbox) {
  forget(inbox, {});
  restarted_.erase(std::string(inbox));
}

std::vector<std::string> Standings::inboxes() const {
  std::vector<std::string> all;
  for (const auto& [inbox, standing] : standings_) all.push_back(inbox);
  return all;
}

void Standings::forget_all(WallTime now) {
  standings_.clear();
  restarted_.clear();
  began_ = now;
}

}  // namespace mailrig
