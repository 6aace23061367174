// A scenario's states in JSON, and whether its rules fit them.
#pragma once

#include <vector>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Notes what is wrong; circles of timers that take no time are a fault.
StatePlan read_state_plan(const Node& node);

// Notes each state that a rule or a timer names and nothing leads to, and each rule with `state` or
// `goto` in a scenario without states. `rules` are the nodes of scenario.rules.
void check_states(const Node& scenario_node, const std::vector<Node>& rules,
                  const Scenario& scenario);

}  // namespace mailrig::json
