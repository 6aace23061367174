// The effects of a rule in JSON.
#pragma once

#include <optional>
#include <vector>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Each notes what is wrong and gives nothing.

// A string, `{"raw": …}`, `{"base64": …}`, a list of these, or `null` (silence: no reply at all).
std::optional<std::vector<ReplyTemplate>> read_reply(const Node& node);
// "5s", "1s-3s", "forever", {"median": "200ms", "p99": "3s"}.
std::optional<DelayPlan> read_delay(const Node& node);

// Reads all effects of a rule into it, `goto` too. What has no meaning at one of its stages is a
// fault.
void read_effects(const Node& node, Rule& rule);

}  // namespace mailrig::json
