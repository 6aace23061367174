// Near misses for files of this folder: it names nlohmann.
#pragma once

#include <vector>

#include "json/document.hpp"
#include "verify/near.hpp"

namespace mailrig::json {

Tree near_misses_tree(const std::vector<NearRecord>& records);

}  // namespace mailrig::json
