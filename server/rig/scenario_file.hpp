// Scenario files from disk.
#pragma once

#include <string>
#include <vector>

#include "mail/result.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

// A folder stands for the *.json files in it but schema.json. All scenarios, or every fault of
// every file, a line each: `file:pointer: reason (hint)`.
Result<std::vector<Scenario>> read_scenario_files(const std::vector<std::string>& paths);

}  // namespace mailrig
