// A scenario file, and the rules in it, from a document that is read already.
#pragma once

#include <string_view>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Notes everything that is wrong; the rule then is of no use.
Rule read_rule_node(const Node& node);
Scenario read_scenario_node(const Node& node, std::string_view fallback_name);

// True for 1 to 64 letters, digits, `.`, `_` and `-`: a scenario's name is a file's, too.
bool valid_scenario_name(std::string_view name);

}  // namespace mailrig::json
