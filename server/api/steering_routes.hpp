// The part of the route table that steers: scenarios, state, clocks, inboxes.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> steering_routes();

}  // namespace mailrig::api
