// The selectors of a rule in JSON: on, match, inbox, state, per.
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
InboxGlob read_inbox(const Node& node);
// A name or a list of names.
std::vector<std::string> read_states(const Node& node);
// 1 to 64 octets without control characters; empty, with a fault, if it is none.
std::string read_state_name(const Node& node);

}  // namespace mailrig::json
