// Effects on the wire in JSON: send, read, capabilities, handshake, close.
#pragma once

#include <optional>
#include <vector>

#include "json/document.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Each notes what is wrong and gives nothing, or what can be read.

std::optional<Pace> read_send(const Node& node);
std::optional<ReadPlan> read_read(const Node& node);
std::vector<CapabilityEdit> read_capabilities(const Node& node);
std::optional<TlsPlan> read_handshake(const Node& node);
// `refuse` and `ignore` go to rule.admission, the others to rule.close.
void read_close(const Node& node, Rule& rule);

}  // namespace mailrig::json
