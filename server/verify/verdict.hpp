// Whether expectations hold, watched over time: each is decided as soon as it can be.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/trace.hpp"
#include "verify/clause.hpp"
#include "verify/near.hpp"

namespace mailrig {

// In the order of weight: an error says that nothing can be said.
enum class Judgement : std::uint8_t { pass, fail, error };
std::string_view to_string(Judgement judgement);

// What a rule did with an event of a record.
struct TraceLine {
  std::string record;  // id of the transaction, or of the session outside any
  std::string stage;
  TraceEntry entry;
};

struct ExpectationResult {
  std::string name;
  Judgement verdict = Judgement::pass;
  std::vector<std::string> because;   // in plain words; empty if it holds
  std::vector<std::string> records;   // ids of what matched; of those to blame if it fails
  std::vector<std::string> sessions;  // ids of the sessions they stand in
  std::vector<NearRecord> near_misses;
  std::vector<TraceLine> trace;
};

// When to stop watching for what must not come. With the second nothing is decided before every
// session has ended either, for up to settling_time: its last words may still be on their way.
enum class Watching : bool { whole, until_no_session_is_open };
inline constexpr std::chrono::milliseconds settling_time{2'000};

class Verification {
 public:
  // Time is real, of the store's clock. Items are kept no longer than a look.
  Verification(std::vector<Expectation> expectations, WallTime began, Watching watching);

  // Which lines look() needs to be in its evidence.
  Lines lines() const;
  // Judges what is still undecided; true once everything is decided. With `last` there is no more
  // time: what is not decided now is decided by what is there.
  enum class Time : bool { more, last };
  bool look(const Evidence& evidence, const Scope& scope, WallTime now, Time time);

  // When the passing of time alone may decide something; nothing once all is decided.
  std::optional<WallTime> deadline() const;
  // The longest that it can take from its begin.
  std::chrono::milliseconds limit() const;
  // Whether something is undecided that leaves no trace in the store's seq: lines, open sessions.
  bool silent() const;

  // In the order of the expectations; complete once look() was true.
  std::vector<ExpectationResult> results() const;

 private:
  struct Watched {
    Expectation expectation;
    std::optional<WallTime> held_since;  // the lower bound, without interruption
    std::optional<ExpectationResult> result;
  };
  void decide(Watched& watched, const Evidence& evidence, const Scope& scope, WallTime now,
              Time time);
  std::optional<WallTime> deadline(const Watched& watched) const;

  std::vector<Watched> watched_;
  WallTime began_;
  Watching watching_;
  bool settled_;
};

// The gravest of all; pass if there are none.
Judgement verdict_of(const std::vector<ExpectationResult>& results);

}  // namespace mailrig
