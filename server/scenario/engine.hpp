// Decides what happens to each event: rules in order, counters per key, states, seeded draws.
// Matching is pure and runs outside the lock on an immutable rule set; counting is one step under
// it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/borrowed.hpp"
#include "scenario/clock.hpp"
#include "scenario/inboxes.hpp"
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

struct ScenarioStatus {
  std::string name;  // "gmail", or "gmail@t42" for a copy armed for one inbox
  Scenario scenario;
  Origin origin = Origin::file;
  WallTime since{};  // when it was armed
  std::vector<RuleStatus> rules;
  std::map<std::string, std::string> states;  // by inbox, of those that are in one
};

class Engine final : public Behavior {
 public:
  // Both empty: the system's. `wall` is for records, `steady` is what sessions pass as `now`.
  struct Clocks {
    std::function<WallTime()> wall;
    std::function<Time()> steady;
  };
  // `host` is what `{host}` expands to.
  explicit Engine(std::string host, Clocks clocks = {});
  ~Engine() override;

  bool concerns(const Moment& moment) const override;
  Verdict decide(const Moment& moment) override;
  Alarm alarm(const Moment& moment) const override;
  bool holds(std::string_view hold) const override;
  std::string inbox_of(const Facts& facts) const override;
  std::vector<std::string> inboxes(const Moment& moment) const override;

  // Faults that mails carry are for loopback clients only, unless this is called.
  void take_faults_from_anywhere();
  // Where scenarios come from that a mail names and that are not in force. Set before the first
  // event.
  void lend_by(ScenarioSource shipped);

  // --- rules by API. An array is posted as one block, kept in its order, before older ones. ---
  std::vector<std::string> add(std::vector<Rule> rules, std::optional<Milliseconds> ttl);
  // Replaces in place; counters start anew. False if there is no such API rule.
  bool replace(std::string_view id, Rule rule, std::optional<Milliseconds> ttl);
  enum class Removal : std::uint8_t { removed, unknown, from_file };
  Removal remove(std::string_view id);
  // Those added by API, of one inbox or all; how many.
  std::size_t remove_all(std::optional<std::string_view> inbox = std::nullopt);

  std::vector<RuleStatus> list() const;  // in the order of evaluation
  std::optional<RuleStatus> find(std::string_view id) const;

  // --- scenarios ---
  // Replaces the scenario of its name; counters and states start anew. If it cannot stand beside
  // the others, nothing changes and it says why.
  std::optional<std::string> load(Scenario scenario, Origin origin = Origin::file);
  // Replaces all that came from files, or none. What is unchanged goes on counting.
  std::optional<std::string> load_files(std::vector<Scenario> scenarios);
  std::vector<ScenarioStatus> scenarios() const;  // in the order of evaluation
  std::optional<ScenarioStatus> scenario(std::string_view name) const;
  bool unload(std::string_view name);
  enum class Move : std::uint8_t { moved, unknown_scenario, without_states, unknown_state };
  Move set_state(std::string_view name, std::string_view inbox, std::string_view state);
  // Counters and states as when it was armed, in one inbox or all. False: no such scenario.
  bool reset(std::string_view name, std::optional<std::string_view> inbox);
  // The same of every rule, and the clocks run with real time again.
  void reset(std::optional<std::string_view> inbox);

  // --- policy clocks, of inboxes that are known ---
  PolicyClock clock(std::string_view inbox) const;
  // False if it would pass what can be written.
  bool advance(const std::vector<std::string>& inboxes, std::chrono::microseconds by);
  void set_scale(const std::vector<std::string>& inboxes, double scale);
  WallTime wall_now() const;

  InboxRegister& inbox_list();
  const InboxRegister& inbox_list() const;
  // `told` is called of each inbox that goes, with no lock held. Set before the first session.
  void tell_gone_to(std::function<void(const std::string& inbox)> told);
  // Removes what has expired: inboxes, and rules by API. When that is due again.
  std::optional<WallTime> sweep();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The name of a scenario's copy for one inbox.
std::string copy_name(std::string_view scenario, std::string_view inbox);
// The states that a scenario can come to: its start, and what timers and rules go to.
std::vector<std::string> states_of(const Scenario& scenario);

}  // namespace mailrig
