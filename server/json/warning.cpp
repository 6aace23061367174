#include "json/warning.hpp"

#include <algorithm>

namespace mailrig::json {
namespace {

// Before any name is known, an inbox is only where its port is.
bool nameless(Stage stage) {
  return stage == Stage::listen || stage == Stage::connect || stage == Stage::tls;
}

}  // namespace

Faults warnings_of(const Rule& rule, const InboxGlob& inbox, const std::string& pointer,
                   const Leases& leases) {
  Faults all;
  if (rule.nth && rule.per.empty())
    all.push_back({pointer + "/nth", "nth without per counts all events of an inbox under one key",
                   "add per, for example [\"to\"], to count each by itself"});
  const auto name = rule.inbox.literal() ? rule.inbox.literal() : inbox.literal();
  if (name && *name != "default" && !leases(*name) && !rule.on.empty() &&
      std::all_of(rule.on.begin(), rule.on.end(), nameless))
    all.push_back({pointer + "/on",
                   "inbox " + *name + " leases no port: at stage " +
                       std::string(to_string(rule.on.front())) + " the rule can never fire",
                   "POST /v1/inboxes {\"name\":\"" + *name + "\",\"ports\":[\"smtp\"]}"});
  return all;
}

Faults warnings_of(const Scenario& scenario, const Leases& leases) {
  Faults all;
  for (std::size_t i = 0; i < scenario.rules.size(); ++i) {
    Faults some =
        warnings_of(scenario.rules[i], scenario.inbox, "/rules/" + std::to_string(i), leases);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace mailrig::json
