// The target of an API request: path and query.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mailrig {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// "/v1/messages?to=a%40b.test": names stand as they are, values are encoded (RFC 3986 §2.1).
std::string target(const std::string& path, const Parameters& parameters);

}  // namespace mailrig
