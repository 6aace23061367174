// The query parameters that say which part of a list, in which order.
#pragma once

#include <optional>
#include <span>

#include "api/problem.hpp"
#include "api/route.hpp"
#include "api/url.hpp"
#include "store/query.hpp"

namespace mailrig::api {

std::span<const QueryParameter> paging_parameters();

// Sets `limit`, `cursor` and `ascending` of `query`; what is wrong, if something is.
std::optional<Problem> read_paging(const Parameters& parameters, Query& query);

}  // namespace mailrig::api
