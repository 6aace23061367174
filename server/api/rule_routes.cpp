#include "api/rule_routes.hpp"

#include "api/route_row.hpp"
#include "api/rules.hpp"

namespace mailrig::api {
namespace {

constexpr QueryParameter all_parameters[] = {{"all", flag, "true: everything"}};
constexpr QueryParameter rule_parameters[] = {
    {"ttl", text, "the rule goes after so long: 10m"},
    {"seed", R"({"type":"integer"})", "what chance is drawn from"},
    {"inbox", text, "only events of this inbox"},
};
constexpr QueryParameter inbox_parameters[] = {{"inbox", text, "of this inbox"}};

}  // namespace

std::span<const Route> rule_routes() {
  static const std::span<const QueryParameter> all = all_parameters, rule = rule_parameters,
                                               inboxes = inbox_parameters;
  static const Route table[] = {
      row(get, "/v1/rules", list_rules, "listRules", "Rules in the order of evaluation", {}, none,
          "", ok("RuleList")),
      row(post, "/v1/rules", add_rules, "addRules", "Add a rule, or an array in order", {rule},
          json, "NewRules", answers({201, json_type, "RuleOrList"})),
      row(del, "/v1/rules", delete_rules, "deleteRules",
          "Remove rules added by API: of an inbox, or all", {all, inboxes}, none, "",
          ok("Deleted")),
      row(get, "/v1/rules/{id}", get_rule, "getRule", "One rule with its hits", {}, none, "",
          ok("Rule")),
      row(put, "/v1/rules/{id}", put_rule, "putRule", "Replace a rule; its counters start anew",
          {rule}, json, "rule", ok("Rule")),
      row(del, "/v1/rules/{id}", delete_rule, "deleteRule", "Remove a rule", {}, none, "",
          ok("Deleted")),
  };
  return table;
}

}  // namespace mailrig::api
