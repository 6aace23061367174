// The part of the route table that tells of the server itself: what it is, how it is, what happens.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> info_routes();

}  // namespace mailrig::api
