// /v1/info, /livez, /readyz, /metrics and the front door: how the server itself is.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer get_info(const Context& context);
Answer get_profiles(const Context& context);
Answer get_ca(const Context& context);
Answer get_livez(const Context& context);
Answer get_readyz(const Context& context);
Answer get_metrics(const Context& context);
Answer get_root(const Context& context);

}  // namespace mailrig::api
