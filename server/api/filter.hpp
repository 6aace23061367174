// The query parameters that say which records: the same names and patterns as in rules.
#pragma once

#include <span>
#include <string_view>

#include "api/problem.hpp"
#include "api/route.hpp"
#include "api/url.hpp"
#include "mail/result.hpp"
#include "store/query.hpp"

namespace mailrig::api {

std::span<const QueryParameter> message_filters();
std::span<const QueryParameter> transaction_filters();
std::span<const QueryParameter> session_filters();

// Fills conditions, `after`, `since`, `until` and `search`; other parameters are left to others.
// Several values of one filter mean any of them. `now` is what durations ago count from.
Result<Query, Problem> read_filters(const Parameters& query, Searched searched, WallTime now);

// Whether `query` narrows anything down.
bool has_filters(const Parameters& query);

// "Never everything by mistake": a filter, or `all=true`, but not both.
std::optional<Problem> check_extent(const Parameters& query);

}  // namespace mailrig::api
