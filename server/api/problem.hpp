// Refusals that several routes share, and how any problem becomes a response.
#pragma once

#include <string>
#include <string_view>

#include "api/answer.hpp"
#include "json/problem_json.hpp"

namespace mailrig::api {

using json::Problem;

Response to_response(const Problem& problem);

// A query parameter that cannot be used. 400.
Problem bad_parameter(std::string_view name, std::string detail, std::string hint);
// A body whose content cannot be used; the first fault names the place. 400.
Problem bad_body(const Faults& faults);
// No record was ever called so. 404.
Problem unknown_id(std::string_view noun, std::string_view id);
// There was one. 410.
Problem gone(std::string_view noun, std::string_view id);
// Too many at once; try again. 503 with Retry-After.
Response too_many(std::string_view what, std::size_t most, std::string_view flag);

}  // namespace mailrig::api
