// /v1/rules: faults, armed and disarmed while the server runs.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer list_rules(const Context& context);
Answer add_rules(const Context& context);
Answer delete_rules(const Context& context);

Answer get_rule(const Context& context);
Answer put_rule(const Context& context);
Answer delete_rule(const Context& context);

}  // namespace mailrig::api
