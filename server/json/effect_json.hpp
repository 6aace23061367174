// The effects of a rule in JSON: reply, delay, close.
#pragma once

#include <optional>
#include <vector>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Each notes what is wrong and gives nothing.

// A string, `{"raw": …}`, a list of these, or `null` (silence: no reply at all).
std::optional<std::vector<ReplyTemplate>> read_reply(const Node& node);
std::optional<DelayPlan> read_delay(const Node& node);
std::optional<Close> read_close(const Node& node);

}  // namespace mailrig::json
