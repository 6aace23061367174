// Numbers, durations and yes-or-no in query parameters.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "api/problem.hpp"
#include "mail/result.hpp"
#include "session/action.hpp"

namespace mailrig::api {

// Digits only, within `least` and `most`.
Result<std::uint64_t, Problem> read_number(std::string_view name, std::string_view value,
                                           std::uint64_t least, std::uint64_t most);
// With its unit, from 0 to `most`.
Result<Milliseconds, Problem> read_duration(std::string_view name, std::string_view value,
                                            Milliseconds most);
// `true` or `false`.
Result<bool, Problem> read_flag(std::string_view name, std::string_view value);

}  // namespace mailrig::api
