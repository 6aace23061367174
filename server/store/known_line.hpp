// What most lines of a transcript begin with, by number: a log that spells it out takes thrice the
// room. Numbers count from 1 and stand in memory only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailrig {

// The longest known beginning of `text`; 0 if there is none.
std::uint8_t known_start(std::string_view text);
std::string_view start_of_line(std::uint8_t number);

}  // namespace mailrig
