// The HTTP API asked from inside the process.
#pragma once

#include <string>

#include "api/service.hpp"
#include "rig/rig.hpp"
#include "store/store.hpp"

namespace mailrig {

// Answers when the API would: a request that waits blocks the caller. A stream cannot be asked for
// so: throws std::invalid_argument.
ApiAnswer answer_of(api::Service& service, Store& store, const std::string& method,
                    const std::string& target, const std::string& body);

}  // namespace mailrig
