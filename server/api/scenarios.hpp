// /v1/scenarios: armed, moved, started anew; and /v1/state.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer list_scenarios(const Context& context);
Answer reload_scenarios(const Context& context);

Answer get_scenario(const Context& context);
Answer put_scenario(const Context& context);
Answer delete_scenario(const Context& context);
Answer put_scenario_state(const Context& context);
Answer reset_scenario(const Context& context);

Answer delete_state(const Context& context);

}  // namespace mailrig::api
