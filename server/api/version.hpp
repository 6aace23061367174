// The version that the server says it is; CMake has it from the project.
#pragma once

#include <string_view>

namespace mailrig::api {

inline constexpr std::string_view version = MAILRIG_VERSION;

}  // namespace mailrig::api
