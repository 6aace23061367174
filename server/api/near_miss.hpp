// What came close to a wait that got nothing: the wrong records explain it better than none.
#pragma once

#include <vector>

#include "json/near_miss_json.hpp"
#include "store/store.hpp"

namespace mailrig::api {

// The `most` records nearest to `query` among the last thousand of its range, nearest first. For
// messages refused transactions count too, for they are the commonest reason why none came.
std::vector<NearRecord> near_misses(const Store& store, const Query& query, ChangeKind kind,
                                    std::size_t most = 3);

}  // namespace mailrig::api
