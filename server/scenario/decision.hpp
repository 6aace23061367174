// What rules decide about one event: matching outside the lock, counting and drawing under it,
// explaining outside it again.
#pragma once

#include <functional>
#include <string_view>

#include "scenario/armed.hpp"
#include "session/behavior.hpp"

namespace mailrig {

// A rule and one way it counted the event, with what came of it.
struct Candidate {
  Armed* armed = nullptr;
  Occurrence occurrence;
  bool counted = true;  // the scenario was in one of the rule's states
  Counter::Count count;
  std::optional<double> draw;
  WallTime now{};  // policy time of its inbox
  Gate gate = Gate::fired;
};

// Every way of the rules to count the event, in the order of evaluation. Pure. Rules whose time is
// over by `now` are left out.
std::vector<Candidate> candidates(const std::vector<Armed*>& rules, const MomentValues& values,
                                  const std::vector<Party>& parties, WallTime now);

// Whether its scenario is in one of the rule's states there, by policy time `now`. The caller holds
// the counting lock.
bool in_its_state(const Armed& armed, std::string_view inbox, const PolicyClock& clock,
                  WallTime now);

// What settling needs of the engine, under its lock.
struct Ground {
  WallTime now{};   // real time by the driver's clock
  WallTime wall{};  // for lastFired
  std::function<const PolicyClock&(std::string_view inbox)> clock;
};

struct Settled {
  std::vector<const Candidate*> fired;  // in order
  bool moved = false;                   // a scenario went to another state
};

// Counts and draws all of them; lets the first that may fire do so, and those after it for as long
// as they say `continue`. All see the states from before the event. The caller holds the counting
// lock.
Settled settle(std::vector<Candidate>& all, const Moment& moment, const Ground& ground);

// The effects of those that fired, and the trace of all.
Verdict verdict_of(const std::vector<Candidate>& all, const Settled& settled,
                   const MomentValues& values, std::string_view host);

// One sentence about a candidate; `fired` are those that did.
std::string why(const Candidate& candidate, const std::vector<const Candidate*>& fired);

// What Verdict::hold is made of: one for each rule behind the delay.
std::string hold_token(const Armed& armed);

}  // namespace mailrig
