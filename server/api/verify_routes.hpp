// The part of the route table that judges: verdicts and near misses.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> verify_routes();

}  // namespace mailrig::api
