// From a request that was let in to the handler of its route.
#pragma once

#include "api/answer.hpp"
#include "api/request.hpp"
#include "api/service.hpp"

namespace mailrig::api {

Answer dispatch(Service& service, const Request& request);

// The methods of the route that `path` names, for Allow; empty if there is no such route.
std::string methods_of(std::string_view target);

}  // namespace mailrig::api
