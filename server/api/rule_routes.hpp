// The part of the route table that has rules.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> rule_routes();

}  // namespace mailrig::api
