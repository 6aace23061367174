// Rules and scenario files between JSON and the model. Everything unknown is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "mail/result.hpp"
#include "scenario/engine.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// One rule or an array of rules.
Result<std::vector<Rule>, Faults> read_rules(std::string_view text);
Result<Rule, Faults> read_rule(std::string_view text);
// A scenario file. `fallback_name` stands in where the file has no `name`.
Result<Scenario, Faults> read_scenario(std::string_view text, std::string_view fallback_name);
// One that is compiled in; nothing if none is called so.
std::optional<Scenario> read_shipped_scenario(std::string_view name);

// The rule as it was written, with id, matched, fired, lastFired, expires, and warnings if there
// are some.
std::string write_rule(const RuleStatus& status, const Faults& warnings = {});
std::string write_rules(const std::vector<RuleStatus>& rules);

}  // namespace mailrig::json
