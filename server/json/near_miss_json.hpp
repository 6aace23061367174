// Near misses as JSON.
#pragma once

#include <string>
#include <vector>

#include "match/distance.hpp"

namespace mailrig::json {

struct NearRecord {
  std::string kind;  // "message", "transaction", "session"
  std::string id;
  NearMiss miss;
  std::string note;  // what else there is to say; may be empty
};

std::string write_near_misses(const std::vector<NearRecord>& records);

}  // namespace mailrig::json
