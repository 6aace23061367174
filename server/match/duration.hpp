// Durations as written in rules, flags and queries: a number and its unit.
#pragma once

#include <chrono>
#include <string_view>

#include "mail/result.hpp"

namespace mailrig {

// "500ms", "1.5h": a number without sign, then ms, s, m, h or d; at most 3650d. The error says what
// is wrong, and proposes a unit where none is given.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace mailrig
