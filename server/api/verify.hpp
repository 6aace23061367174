// /v1/verify: whether expectations hold, as soon as that can be said.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer verify(const Context& context);

}  // namespace mailrig::api
