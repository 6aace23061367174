// The version that the server says it is.
#pragma once

#include <string_view>

namespace mailrig::api {

inline constexpr std::string_view version = MAILRIG_VERSION;

}  // namespace mailrig::api
