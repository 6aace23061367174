#include "scenario/borrowed.hpp"

#include <algorithm>

namespace mailrig {

Result<std::vector<Rule>> borrowed_rules(const Scenario& scenario, Stage stage,
                                         const std::string& name, const Conditions& also) {
  std::vector<Rule> rules;
  bool states = false;
  for (const Rule& original : scenario.rules) {
    if (std::find(original.on.begin(), original.on.end(), stage) == original.on.end()) continue;
    if (!original.states.empty() || original.go_to) {
      states = true;
      continue;
    }
    Rule rule = original;
    rule.id = rule.name = original.name.empty() ? name : name + "/" + original.name;
    rule.scenario = scenario.name;
    if (rule.seed == 0) rule.seed = scenario.seed;
    rule.on = {stage};
    rule.match.insert(rule.match.end(), also.begin(), also.end());
    rules.push_back(std::move(rule));
  }
  if (rules.empty())
    return Error{
        "\"" + name + "\" is no directive: scenario \"" + scenario.name + "\" has no rule at " +
        std::string(to_string(stage)) +
        (states ? " but such as go by its states: arm it with PUT /v1/scenarios/" + scenario.name
                : "")};
  return rules;
}

}  // namespace mailrig
