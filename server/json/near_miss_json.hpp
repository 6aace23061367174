// Near misses as JSON.
#pragma once

#include <string>
#include <vector>

#include "verify/near.hpp"

namespace mailrig::json {

std::string write_near_misses(const std::vector<NearRecord>& records);

}  // namespace mailrig::json
