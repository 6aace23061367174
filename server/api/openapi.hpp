// /v1/openapi.json: this API, from the table of its routes.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer get_openapi(const Context& context);

}  // namespace mailrig::api
