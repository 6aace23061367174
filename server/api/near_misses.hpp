// /v1/near-misses: what came close to a rule that did not fire, or to a query that found nothing.
#pragma once

#include <span>

#include "api/context.hpp"

namespace mailrig::api {

std::span<const QueryParameter> near_miss_parameters();
Answer get_near_misses(const Context& context);

}  // namespace mailrig::api
