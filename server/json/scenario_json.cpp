#include "json/scenario_json.hpp"

#include <algorithm>
#include <map>

#include "json/expectation_node.hpp"
#include "json/rule_fields.hpp"
#include "json/rule_json.hpp"
#include "json/selector_json.hpp"
#include "json/shipped.hpp"
#include "json/state_json.hpp"
#include "mail/ascii.hpp"
#include "scenario/clock.hpp"

namespace mailrig::json {
namespace {

constexpr std::string_view kNames = "1 to 64 letters, digits, dots, hyphens and underscores";

std::string read_name(const Node& node, std::string_view fallback) {
  const auto field = node.field("name");
  if (!field) {
    if (!valid_scenario_name(fallback))
      node.fault("the scenario has no name, and \"" + std::string(fallback) + "\" cannot be one",
                 "add \"name\": " + std::string(kNames));
    return std::string(fallback);
  }
  const auto name = field->text();
  if (!name) return {};
  if (!valid_scenario_name(*name))
    field->fault("\"" + *name + "\" is no scenario's name", "a name is " + std::string(kNames));
  return *name;
}

void check_names(const std::vector<Node>& nodes, const std::vector<Rule>& rules) {
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].name.empty()) continue;
    const auto [first, fresh] = seen.emplace(rules[i].name, i);
    if (fresh) continue;
    if (const auto name = nodes[i].field("name"))
      name->conflict(
          "the name \"" + rules[i].name + "\" is taken by " + nodes[first->second].pointer(),
          "names tell rules of one scenario apart");
  }
}

double read_scale(const Node& node) {
  node.fields({"scale"});
  const auto field = node.field("scale");
  if (!field) {
    if (node.is_object()) node.fault("clock says nothing", R"(write {"scale": 60})");
    return 1;
  }
  const auto scale = field->number();
  if (!scale) return 1;
  if (*scale >= 0 && *scale <= PolicyClock::fastest) return *scale;
  field->fault("scale is how fast policy time goes: from 0 (it stands still) to 1000000",
               "60 makes a minute of a second");
  return 1;
}

}  // namespace

bool valid_scenario_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; });
}

Scenario read_scenario_node(const Node& node, std::string_view fallback_name) {
  Scenario scenario;
  if (!node.fields(scenario_fields())) return scenario;
  scenario.name = read_name(node, fallback_name);
  if (const auto seed = node.field("seed")) scenario.seed = seed->integer().value_or(0);
  if (const auto inbox = node.field("inbox")) scenario.inbox = read_inbox(*inbox);
  if (const auto clock = node.field("clock")) scenario.scale = read_scale(*clock);
  if (const auto state = node.field("state")) scenario.states = read_state_plan(*state);
  if (const auto rules = node.field("rules")) {
    if (const auto elements = rules->elements()) {
      for (const Node& element : *elements) scenario.rules.push_back(read_rule_node(element));
      check_names(*elements, scenario.rules);
      check_states(node, *elements, scenario);
    }
  } else if (!node.field("expect")) {
    node.fault("a scenario needs `rules`", "for example \"rules\": [{\"on\": \"rcpt\", …}]");
  }
  if (const auto expect = node.field("expect")) {
    read_expectations_node(*expect);
    scenario.expect = write_document(expect->tree());
  }
  scenario.written = write_document(node.tree());
  return scenario;
}

Result<Scenario, Faults> read_scenario(std::string_view text, std::string_view fallback_name) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  Scenario scenario = read_scenario_node(Node(*tree, faults), fallback_name);
  if (!faults.empty()) return faults;
  return scenario;
}

std::optional<Scenario> read_shipped_scenario(std::string_view name) {
  const auto text = shipped_scenario(name);
  if (!text) return std::nullopt;
  auto scenario = read_scenario(*text, name);
  if (!scenario) return std::nullopt;
  return std::move(*scenario);
}

}  // namespace mailrig::json
