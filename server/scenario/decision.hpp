// What rules decide about one event: counting and drawing under the lock, explaining outside it.
#pragma once

#include <mutex>
#include <string_view>

#include "scenario/armed.hpp"
#include "session/behavior.hpp"

namespace mailrig {

// A rule and one way it counted the event, with what came of it.
struct Candidate {
  Armed* armed = nullptr;
  Occurrence occurrence;
  Counter::Count count;
  std::optional<double> draw;
  Gate gate = Gate::fired;
};

// Every count of the event, in the order of evaluation. Pure.
std::vector<Candidate> candidates(const std::vector<Armed*>& rules, const MomentValues& values,
                                  std::optional<WallTime> now);

// Counts and draws all of them, and lets the first that may fire do so. The caller holds the
// counting lock. The one that fired, or null.
const Candidate* settle(std::vector<Candidate>& all, const Moment& moment, WallTime now);

// The effects of the one that fired (may be null), and the trace of all.
Verdict verdict_of(const std::vector<Candidate>& all, const Candidate* fired,
                   const MomentValues& values, std::string_view host);

}  // namespace mailrig
