// Rules in force: each with its counter, and all of them as one immutable set, indexed by stage and
// by the addresses that they name.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenario/counter.hpp"
#include "scenario/draw.hpp"
#include "scenario/key.hpp"
#include "scenario/rule.hpp"
#include "scenario/standing.hpp"

namespace mailrig {

// A scenario in force.
struct ArmedScenario {
  std::string name;  // the file's, or "file@inbox" for a copy armed for one inbox
  Scenario scenario;
  Origin origin = Origin::file;
  WallTime since{};
  std::optional<Standings> standings;  // guarded by the engine's counting lock
};

// A rule in force.
struct Armed {
  // `index` is the rule's place in its file or block, from 0: its name in draws if it has none.
  Armed(Rule rule, std::shared_ptr<ArmedScenario> scenario, std::size_t index,
        std::optional<WallTime> expires);

  const Rule rule;
  const std::shared_ptr<ArmedScenario> scenario;  // null for a rule added by API or a directive
  const std::optional<WallTime> expires;
  const Draw seed;  // of everything that is the same for all its draws
  const bool by_recipient, global;
  // `match`, parted: what the recipient decides is asked for each.
  Conditions of_event, of_recipient;
  std::vector<std::int64_t> bounds;  // at `body`: octets of content where it is asked

  bool expired(WallTime now) const { return expires && now >= *expires; }
  bool for_inbox(std::string_view inbox) const {
    return rule.inbox.matches(inbox) && (!scenario || scenario->scenario.inbox.matches(inbox));
  }
  // For some inboxes only: then it comes before those for all.
  bool particular() const {
    return !rule.inbox.everyone() || (scenario && !scenario->scenario.inbox.everyone());
  }

  // Guarded by the engine's counting lock.
  Counter counter;
  std::uint64_t matched = 0, fired = 0;
  std::optional<WallTime> last_fired;
  std::set<std::uint16_t> ports;  // at `listen`: of the listeners it keeps shut

  std::atomic<std::uint64_t> epoch{0};  // how often it was reset
};

using ArmedList = std::vector<std::shared_ptr<Armed>>;

struct LoadedScenario {
  std::shared_ptr<ArmedScenario> scenario;
  ArmedList rules;
};

// An inbox that an event is in, with its share of the recipients in play; null stands for none.
struct Party {
  std::string inbox;
  std::vector<const Recipient*> recipients;
};

// One count of an event under a rule.
struct Occurrence {
  Key key;
  std::string_view inbox;  // lives as long as the Party
  const Recipient* about = nullptr;
};

// How `armed` counts the event, in order; empty if it does not match. With `per: to` once for each
// recipient in play that it matches, else once an inbox at most. Pure.
std::vector<Occurrence> occurrences(const Armed& armed, const MomentValues& values,
                                    const std::vector<Party>& parties);

class RuleSet {
 public:
  static constexpr std::size_t stages = static_cast<std::size_t>(Stage::closed) + 1;

  // In the order of evaluation.
  explicit RuleSet(std::vector<std::shared_ptr<Armed>> rules);

  const std::vector<std::shared_ptr<Armed>>& ordered() const { return ordered_; }
  Armed* find(std::string_view id) const;
  // Those that may match the event, in order.
  std::vector<Armed*> of(const Moment& moment) const;
  // Those at a stage, in order; at Stage::closed those that have to hear of sessions' ends.
  const std::vector<Armed*>& at(Stage stage) const {
    return at_[static_cast<std::size_t>(stage)].all;
  }
  bool any(Stage stage) const { return !at(stage).empty(); }
  std::uint32_t mask() const { return mask_; }  // bit n: at(n) is not empty
  // When the first of them goes.
  const std::optional<WallTime>& expires() const { return expires_; }

 private:
  struct Place {
    std::size_t order;
    Armed* armed;
  };
  // A rule with a literal `to`, `from` or domain stands in one index, any other under `general`.
  struct Shelf {
    std::vector<Armed*> all;
    std::vector<Place> general;
    std::array<std::unordered_multimap<std::string, Place>, 4> named;
    bool indexed = false;
  };
  void put(Stage stage, Place place);

  std::vector<std::shared_ptr<Armed>> ordered_;
  std::unordered_map<std::string_view, Armed*> by_id_;
  std::array<Shelf, stages> at_;
  std::uint32_t mask_ = 0;
  std::optional<WallTime> expires_;
};

}  // namespace mailrig
