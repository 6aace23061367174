// Rules in force: each with its counter, and all of them as one immutable set, indexed by stage.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "scenario/counter.hpp"
#include "scenario/draw.hpp"
#include "scenario/key.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

struct Armed {
  // `index` is the rule's place in its file or block, from 0: its name in draws if it has none.
  Armed(Rule rule, std::int64_t scenario_seed, std::size_t index, std::optional<WallTime> expires);

  const Rule rule;
  const std::optional<WallTime> expires;
  const Draw seed;        // of everything that is the same for all its draws
  const bool by_session;  // its keys end with their session
  const bool by_recipient;
  // `match`, parted: what the recipient decides is asked for each.
  Conditions of_event, of_recipient;

  bool expired(WallTime now) const { return expires && now >= *expires; }

  // Guarded by the engine's counting lock.
  Counter counter;
  std::uint64_t matched = 0, fired = 0;
  std::optional<WallTime> last_fired;
};

// One count of an event under a rule.
struct Occurrence {
  Key key;
  const Recipient* about = nullptr;
};

// How `armed` counts the event, in order; empty if it does not match. With `per: to` once for each
// recipient in play that it matches, else at most once. Pure.
std::vector<Occurrence> occurrences(const Armed& armed, const MomentValues& values,
                                    const std::vector<const Recipient*>& recipients);

struct RuleSet {
  static constexpr std::size_t stages = static_cast<std::size_t>(Stage::closed) + 1;

  explicit RuleSet(std::vector<std::shared_ptr<Armed>> rules);

  std::vector<std::shared_ptr<Armed>> ordered;  // in the order of evaluation
  // By Stage; at Stage::closed stand those whose keys end with the session.
  std::array<std::vector<Armed*>, stages> at;
  std::uint32_t mask = 0;           // bit n: `at[n]` is not empty
  std::optional<WallTime> expires;  // the first that does
};

}  // namespace mailrig
