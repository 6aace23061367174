// The files of scenarios/, compiled in.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace mailrig::json {

std::vector<std::string_view> shipped_scenarios();  // their names, in order
// The text of one; nothing if none is called so.
std::optional<std::string_view> shipped_scenario(std::string_view name);

}  // namespace mailrig::json
