// Decides what happens to each event: rules in order, counters per key, seeded draws. Matching is
// pure and runs outside the lock on an immutable rule set; counting is one step under it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/rule.hpp"
#include "session/behavior.hpp"

namespace mailrig {

struct RuleStatus {
  Rule rule;
  std::uint64_t matched = 0, fired = 0;
  std::optional<WallTime> last_fired;
  std::optional<WallTime> expires;
  std::uint64_t dropped_keys = 0;  // forgotten for want of room (Counter::most_keys)
};

class Engine final : public Behavior {
 public:
  // `host` is what `{host}` expands to. `clock` gives wall time for lastFired and ttl;
  // empty: the system's.
  Engine(std::string host, std::function<WallTime()> clock);
  ~Engine() override;

  Verdict decide(const Moment& moment) override;
  Alarm alarm(const Moment& moment) const override;
  bool holds(std::string_view rule) const override;

  // --- rules by API. An array is posted as one block, kept in its order, before older ones. ---
  std::vector<std::string> add(std::vector<Rule> rules, std::optional<Milliseconds> ttl);
  // Replaces in place; counters start anew. False if there is no such API rule.
  bool replace(std::string_view id, Rule rule, std::optional<Milliseconds> ttl);
  enum class Removal : std::uint8_t { removed, unknown, from_file };
  Removal remove(std::string_view id);
  std::size_t remove_all();  // those added by API; how many

  // --- files. Replaces the scenario of that name, atomically. ---
  void load(Scenario scenario);

  // The expectations of a loaded scenario as it was given, "" if it has none; nothing if there is
  // no such scenario.
  std::optional<std::string> expectations(std::string_view scenario) const;

  std::vector<RuleStatus> list() const;  // in the order of evaluation
  std::optional<RuleStatus> find(std::string_view id) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mailrig
