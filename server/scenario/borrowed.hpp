// Rules of a scenario that a mail asks for by itself: `bob+eom-use-fail-twice@t42.test`.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "scenario/rule.hpp"

namespace mailrig {

// The scenario of that name, whether it is in force or not; nothing if there is none.
using ScenarioSource = std::function<std::optional<Scenario>(std::string_view name)>;

// The rules that `scenario` has at `stage`, in its order, without those that go by its states: a
// mail has none. `also` is what each has to match besides. Their names begin with `name`.
Result<std::vector<Rule>> borrowed_rules(const Scenario& scenario, Stage stage,
                                         const std::string& name, const Conditions& also);

}  // namespace mailrig
