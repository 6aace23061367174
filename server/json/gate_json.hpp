// What of a rule's matches lets it fire, in JSON: nth, times, window, after, age, expire, chance.
#pragma once

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Reads those fields of a rule into it. Each notes what is wrong and leaves it out.
void read_gates(const Node& node, Rule& rule);

}  // namespace mailrig::json
