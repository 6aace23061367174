// What most lines of a transcript begin with, and the names of stages, by number: a log that spells
// them out takes thrice the room. Numbers count from 1 and stand in memory only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mailrig {

// The longest known beginning of `text`; 0 if there is none.
std::uint8_t known_start(std::string_view text);
std::string_view start_of_line(std::uint8_t number);

// 0 for what is no stage.
std::uint8_t known_stage(std::string_view name);
std::string_view name_of_stage(std::uint8_t number);

}  // namespace mailrig
