// The part of the route table that has mail: messages, and the entries of an inbox.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> message_routes();

}  // namespace mailrig::api
