#include "json/state_json.hpp"

#include <algorithm>

#include "json/selector_json.hpp"
#include "match/suggestion.hpp"
#include "scenario/engine.hpp"

namespace mailrig::json {
namespace {

StatePlan::Timer read_timer(const Node& node) {
  StatePlan::Timer timer;
  if (!node.fields({"after", "goto"})) return timer;
  const auto after = node.field("after"), go_to = node.field("goto");
  if (!after || !go_to)
    node.fault("a timer needs after and goto", R"(write {"after": "30s", "goto": "down"})");
  if (go_to) timer.go_to = read_state_name(*go_to);
  if (!after) return timer;
  if (after->tree().is_number()) {
    after->fault("unit required: did you mean \"" + after->tree().dump() + "s\"?",
                 "units are ms, s, m, h, d");
    return timer;
  }
  const auto text = after->text();
  if (!text) return timer;
  if (const auto time = parse_duration(*text))
    timer.after = *time;
  else
    after->fault(time.error().what, "units are ms, s, m, h, d");
  return timer;
}

// The states on a circle of timers that takes no time, joined by arrows; empty if `state` is on
// none.
std::string circle_of(const StatePlan& plan, const std::string& state) {
  std::string path = state;
  std::string at = state;
  for (std::size_t steps = 0; steps <= plan.timers.size(); ++steps) {
    const auto timer = plan.timers.find(at);
    if (timer == plan.timers.end() || timer->second.after.count() > 0) return {};
    at = timer->second.go_to;
    path += " → " + at;
    if (at == state) return path;
  }
  return {};
}

std::string known_states(const std::vector<std::string>& known, const std::string& word) {
  return suggest(word, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace

StatePlan read_state_plan(const Node& node) {
  StatePlan plan;
  if (!node.fields({"start", "timers"})) return plan;
  if (const auto start = node.field("start"))
    plan.start = read_state_name(*start);
  else
    node.fault("state needs start, the state that the scenario begins in", R"("start": "up")");
  const auto timers = node.field("timers");
  if (!timers) return plan;
  if (!timers->is_object()) {
    timers->wrong_type("an object of states and timers");
    return plan;
  }
  for (const auto& [state, timer] : timers->all_fields()) plan.timers[state] = read_timer(timer);
  for (const auto& [state, timer] : timers->all_fields()) {
    const std::string circle = circle_of(plan, state);
    if (circle.empty()) continue;
    timer.fault("these timers go in a circle and take no time: " + circle,
                "give one of them an after of more than 0s");
    break;  // the others on it say the same
  }
  return plan;
}

void check_states(const Node& scenario_node, const std::vector<Node>& rules,
                  const Scenario& scenario) {
  const std::vector<std::string> known = states_of(scenario);
  const auto leads_to = [&](const std::string& state) {
    return std::find(known.begin(), known.end(), state) != known.end();
  };
  for (std::size_t i = 0; i < rules.size() && i < scenario.rules.size(); ++i) {
    if (!scenario.states) {
      for (const std::string_view name : {"state", "goto"})
        if (const auto field = rules[i].field(name))
          field->fault(std::string(name) + " in a scenario without states",
                       R"(add "state": {"start": "…"} to the scenario)");
      continue;
    }
    const auto field = rules[i].field("state");
    for (std::size_t n = 0; field && n < scenario.rules[i].states.size(); ++n) {
      const std::string& state = scenario.rules[i].states[n];
      if (state.empty() || leads_to(state)) continue;
      const Node node = field->is_array() ? (*field->elements())[n] : *field;
      node.fault("unknown state \"" + state + "\": nothing leads to it",
                 known_states(known, state));
    }
  }
  if (!scenario.states) return;
  const auto plan = scenario_node.field("state");
  const auto timers = plan ? plan->field("timers") : std::nullopt;
  if (!timers) return;
  for (const auto& [state, timer] : timers->all_fields())
    if (!leads_to(state))
      timer.fault("unknown state \"" + state + "\": nothing leads to it",
                  known_states(known, state));
}

}  // namespace mailrig::json
