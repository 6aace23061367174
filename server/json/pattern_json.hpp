// Patterns as rules and queries write them in JSON.
#pragma once

#include <optional>

#include "json/document.hpp"
#include "match/pattern.hpp"

namespace mailrig::json {

// A string, number, `true`, `false`, `null`, `{"contains": …}`, `{"not": …}`, or an array of any.
// Notes what is wrong and gives nothing.
std::optional<Pattern> read_pattern(const Node& node, const FieldName& field);

}  // namespace mailrig::json
