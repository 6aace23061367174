#include "api/steering_routes.hpp"

#include "api/inboxes.hpp"
#include "api/route_row.hpp"
#include "api/scenarios.hpp"

namespace mailrig::api {
namespace {

constexpr QueryParameter inbox_parameters[] = {{"inbox", text, "what holds in this inbox"}};
constexpr QueryParameter all_parameters[] = {{"all", flag, "true: everything"}};

}  // namespace

std::span<const Route> steering_routes() {
  static const std::span<const QueryParameter> of_inbox = inbox_parameters, all = all_parameters;
  static const Route table[] = {
      row(get, "/v1/scenarios", list_scenarios, "listScenarios",
          "Scenarios in force, and those compiled in", {}, none, "", ok("ScenarioList")),
      row(post, "/v1/scenarios", reload_scenarios, "reloadScenarios",
          "Read the scenario files again, all or none", {}, none, "", ok("ScenarioList")),
      row(get, "/v1/scenarios/{name}", get_scenario, "getScenario",
          "One scenario with its counters and states", {of_inbox}, none, "", ok("Scenario")),
      row(put, "/v1/scenarios/{name}", put_scenario, "putScenario",
          "Arm it; without a body the one compiled in, with `inbox` a copy for that", {of_inbox},
          maybe_json, "scenario", ok("Scenario")),
      row(del, "/v1/scenarios/{name}", delete_scenario, "deleteScenario", "Disarm it", {of_inbox},
          none, "", ok("Deleted")),
      row(put, "/v1/scenarios/{name}/state", put_scenario_state, "putScenarioState",
          "Go to a state", {of_inbox}, json, "StateOrder", ok("Scenario")),
      row(post, "/v1/scenarios/{name}/reset", reset_scenario, "resetScenario",
          "Counters and states start anew", {of_inbox}, none, "", ok("Scenario")),
      row(post, "/v1/clock", set_clock, "setClock", "Jump or scale policy clocks", {}, json,
          "ClockOrder", ok("Clocks")),
      row(del, "/v1/state", delete_state, "deleteState",
          "Counters, states and clocks as started; rules stay", {of_inbox, all}, none, "",
          ok("Reset")),
      row(get, "/v1/inboxes", list_inboxes, "listInboxes", "Inboxes, beside `default`", {}, none,
          "", ok("InboxList")),
      row(post, "/v1/inboxes", add_inbox, "addInbox",
          "Make one, with ports of its own if asked for", {}, json, "InboxOrder",
          answers({201, json_type, "Inbox"})),
      row(get, "/v1/inboxes/{name}", get_inbox, "getInbox", "One inbox", {}, none, "", ok("Inbox")),
      row(del, "/v1/inboxes/{name}", delete_inbox, "deleteInbox",
          "Close its ports and drop its rules; records stay", {}, none, "", ok("Deleted")),
  };
  return table;
}

}  // namespace mailrig::api
