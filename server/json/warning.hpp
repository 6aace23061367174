// What can be right in a rule, and mostly is not: told, not refused.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {

// Whether an inbox leases ports of its own.
using Leases = std::function<bool(std::string_view inbox)>;

// `pointer` is the rule's place. `inbox`: of its scenario.
Faults warnings_of(const Rule& rule, const InboxGlob& inbox, const std::string& pointer,
                   const Leases& leases);
Faults warnings_of(const Scenario& scenario, const Leases& leases);

}  // namespace mailrig::json
