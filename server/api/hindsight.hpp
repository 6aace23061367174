// Why a rule did not fire: its matchers asked again over what is kept.
#pragma once

#include <vector>

#include "scenario/rule.hpp"
#include "verify/near.hpp"

namespace mailrig::api {

// The `most` events at the rule's stages where it did not fire, the nearest first: what differed,
// or which gate held it back although it matched. `evidence` has its lines read.
std::vector<NearRecord> hindsight(const Rule& rule, const Evidence& evidence, std::size_t most);

}  // namespace mailrig::api
