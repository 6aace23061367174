// The selectors of a rule in JSON: on, match, per, nth, chance.
#pragma once

#include <optional>
#include <vector>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Each notes what is wrong and leaves it out. `on` are the stages of the rule; what is not
// available at one of them is a fault.

std::vector<Stage> read_stages(const Node& node);
Conditions read_match(const Node& node, const std::vector<Stage>& on);
std::vector<KeyPart> read_per(const Node& node, const std::vector<Stage>& on);
std::optional<Nth> read_nth(const Node& node);
std::optional<double> read_chance(const Node& node);

}  // namespace mailrig::json
