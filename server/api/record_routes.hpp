// The part of the route table that has records: transactions and sessions.
#pragma once

#include <span>

#include "api/route.hpp"

namespace mailrig::api {

std::span<const Route> record_routes();

}  // namespace mailrig::api
