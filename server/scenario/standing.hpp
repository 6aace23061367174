// How things stand in each inbox: its policy clock, and the state that each scenario is in there.
// Not thread-safe: the engine's lock guards it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/clock.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

// A state of a scenario in one inbox, and since when, in policy time.
struct Standing {
  std::string state;
  WallTime since{};
};

// Carries out the timers that were due by `now`. Time is spent timer by timer, so that what a long
// jump passes over counts; whole rounds of a circle are skipped.
void run_timers(const StatePlan& plan, Standing& standing, WallTime now);
// When the next timer is due; nothing if none runs.
std::optional<WallTime> next_timer(const StatePlan& plan, const Standing& standing);

// One scenario's standings, by inbox. An inbox is in the start state from when the scenario was
// armed or the inbox made, whichever is later.
class Standings {
 public:
  Standings(StatePlan plan, WallTime began) : plan_(std::move(plan)), began_(began) {}

  const StatePlan& plan() const { return plan_; }
  // As of `now`, in the inbox's policy time.
  const Standing& in(std::string_view inbox, const PolicyClock& clock, WallTime now);
  void set(std::string_view inbox, std::string_view state, WallTime now);
  // Back to the start state, from `now`, in real time.
  void forget(std::string_view inbox, WallTime now);
  void forget_all(WallTime now);
  void drop(std::string_view inbox);  // there is no such inbox any more
  // Those that have one, by name.
  std::vector<std::string> inboxes() const;

 private:
  StatePlan plan_;
  WallTime began_;  // real time
  std::map<std::string, Standing, std::less<>> standings_;
  std::map<std::string, WallTime, std::less<>> restarted_;  // real time, by inbox
};

}  // namespace mailrig
