// What a command is told of the server beside it, through its environment.
#pragma once

#include <string>
#include <vector>

#include "mail/result.hpp"
#include "rig/rig.hpp"

namespace mailrig::cli {

// Where a local command reaches the first listener of that name; empty if there is none.
std::string host_of(const std::vector<BoundListener>& listeners, const std::string& name);
std::string url_of(const std::vector<BoundListener>& listeners);

// SMTP_HOST, SMTP_PORT, MAILRIG_URL and the `wanted` ones, over `inherited` (entries NAME=value).
// In a wanted value {host}, {url} and the name of a listener (its port) expand. The error names
// what is wrong with one of them.
Result<std::vector<std::string>> exported(const std::vector<BoundListener>& listeners,
                                          const std::vector<std::string>& wanted,
                                          const char* const* inherited);

}  // namespace mailrig::cli
