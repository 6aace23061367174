// /v1/events: what happens, as it happens, as server-sent events (WHATWG HTML §9.2).
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer follow_events(const Context& context);

}  // namespace mailrig::api
