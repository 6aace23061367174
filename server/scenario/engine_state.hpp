// What the engine holds, for the files that implement it.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "scenario/decision.hpp"
#include "scenario/directive.hpp"
#include "scenario/engine.hpp"
#include "session/network.hpp"

namespace mailrig {

using LoadedScenarios = std::map<std::string, LoadedScenario, std::less<>>;

// Locks are taken in the order writing, reading, counting; the inboxes' own is a leaf, and no lock
// is held while they tell of one that comes or goes.
struct Engine::State {
  State(std::string name, Clocks clocks);

  const std::string host;
  std::function<WallTime()> wall;
  std::function<Time()> steady;
  const WallTime wall_began;
  const Time steady_began;
  std::function<void()> changed = [] {};
  std::function<void(const std::string&)> gone = [](const std::string&) {};

  InboxRegister inboxes;
  DirectiveTable directives;
  ScenarioSource shipped;
  std::atomic<bool> faults_from_anywhere{false};
  const std::vector<Network> loopback = loopback_networks();

  std::mutex writing;  // of the three below
  ArmedList api;       // newest block first
  LoadedScenarios loaded;
  std::uint64_t last_id = 0;

  std::shared_mutex reading;  // of `current`
  std::shared_ptr<const RuleSet> current = std::make_shared<RuleSet>(ArmedList{});
  std::atomic<std::uint32_t> mask{0};  // of `current`, for those who need no more

  std::mutex counting;                                     // of counters, standings and clocks
  std::map<std::string, PolicyClock, std::less<>> clocks;  // of those that are not real time
  std::map<std::string, double, std::less<>> scales;       // that scenarios gave them

  bool any_at(Stage stage) const {
    return (mask.load(std::memory_order_acquire) >> static_cast<unsigned>(stage) & 1) != 0;
  }
  // Whether the event may carry faults of its own: one look at most events.
  bool directed(const Moment& moment) const {
    return directives.concerns(moment) &&
           (faults_from_anywhere.load(std::memory_order_relaxed) || moment.facts->ip.empty() ||
            contains(loopback, moment.facts->ip));
  }
  // Real time of what the driver calls `now`, and back.
  WallTime real(Time now) const {
    return wall_began + std::chrono::floor<std::chrono::microseconds>(now - steady_began);
  }
  Time driver_time(WallTime at) const { return steady_began + (at - wall_began); }
  WallTime real_now() const { return real(steady()); }

  std::shared_ptr<const RuleSet> rules() {
    std::shared_lock lock(reading);
    return current;
  }
  // The rules in force now.
  std::shared_ptr<const RuleSet> live();

  // --- the caller holds `writing` ---
  void publish();            // makes the lists the set in force
  bool prune(WallTime now);  // drops what has expired; only rules by API do
  void use(LoadedScenarios scenarios);
  // Gives the inbox the scale that its scenarios say, if that has changed. Takes `counting`.
  void rescale(const std::string& inbox, WallTime real);

  // --- the caller holds `counting` ---
  const PolicyClock& clock_of(std::string_view inbox) const;

  std::optional<WallTime> expiry(std::optional<Milliseconds> ttl) const {
    if (!ttl) return std::nullopt;
    return wall() + *ttl;
  }
  // Inboxes that scenarios name stay; clocks go as scenarios say.
  void settle_inboxes();
  RuleStatus status(const Armed& armed);
  ScenarioStatus status(const LoadedScenario& one);
  // Its counting starts anew, in one inbox or all. Under `counting`.
  static void restart(Armed& armed, std::optional<std::string_view> inbox);
  void inbox_made(const std::string& name);
  void inbox_gone(const std::string& name);
};

}  // namespace mailrig
