// What a waiting request has to be woken for.
#pragma once

#include "store/store.hpp"

namespace mailrig::api {

inline Store::Interest interest_in(ChangeKind kind, const Query& query) { return {kind, query}; }

}  // namespace mailrig::api
