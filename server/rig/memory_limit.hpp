// How much memory this process may use: its control group's limit, or what the machine has.
#pragma once

#include <cstdint>
#include <string>

namespace mailrig {

// Octets. `root` is where /proc and /sys stand, for tests: "" for the machine itself.
std::uint64_t memory_limit(const std::string& root = "");

}  // namespace mailrig
