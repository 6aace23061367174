#include "json/rule_json.hpp"

#include <algorithm>

#include "json/document.hpp"
#include "json/effect_json.hpp"
#include "json/gate_json.hpp"
#include "json/rule_fields.hpp"
#include "json/scenario_json.hpp"
#include "json/selector_json.hpp"
#include "mail/ascii.hpp"
#include "mail/date.hpp"

namespace mailrig::json {
namespace {

// The name is a part of ids ("scenario/name"), of paths and of log lines.
std::string read_name(const Node& node) {
  const auto name = node.text();
  if (!name) return {};
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (name->empty() || name->size() > 100)
    node.fault("a rule's name has 1 to 100 octets", "leave name out if it needs none");
  else if (name->find('/') != std::string::npos || std::any_of(name->begin(), name->end(), control))
    node.fault("a rule's name has no / and no control characters", "use a hyphen");
  else if (std::all_of(name->begin(), name->end(), [](char c) { return is_digit(c); }))
    node.fault("a rule's name is not a number alone: those stand for rules without a name",
               "add a letter");
  return *name;
}

// Rules by API belong to no scenario.
Rule read_lone_rule(const Node& node) {
  for (const std::string_view name : {"state", "goto"})
    if (const auto field = node.field(name))
      field->fault("a rule by API has no scenario, and so no states",
                   "write the rule in a scenario and PUT that at /v1/scenarios/{name}");
  return read_rule_node(node);
}

template <class T>
Result<T, Faults> unless(Faults faults, T value) {
  if (!faults.empty()) return faults;
  return value;
}

}  // namespace

Rule read_rule_node(const Node& node) {
  Rule rule;
  if (!node.fields(rule_fields())) return rule;
  if (const auto name = node.field("name")) rule.name = read_name(*name);
  if (const auto on = node.field("on"))
    rule.on = read_stages(*on);
  else
    node.fault("a rule needs `on`, the stage where it stands", "for example \"on\": \"rcpt\"");
  if (const auto match = node.field("match")) rule.match = read_match(*match, rule.on);
  if (const auto inbox = node.field("inbox")) rule.inbox = read_inbox(*inbox);
  if (const auto state = node.field("state")) rule.states = read_states(*state);
  if (const auto per = node.field("per")) rule.per = read_per(*per, rule.on);
  read_gates(node, rule);
  if (const auto go_on = node.field("continue")) rule.go_on = go_on->boolean().value_or(false);
  read_effects(node, rule);
  rule.written = write_document(node.tree());
  return rule;
}

Result<std::vector<Rule>, Faults> read_rules(std::string_view text) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  const Node node(*tree, faults);
  std::vector<Rule> rules;
  if (node.is_array()) {
    if (tree->empty()) node.fault("an empty list of rules", "write one rule, or a list of some");
    const std::vector<Node> elements = *node.elements();
    for (const Node& element : elements) rules.push_back(read_lone_rule(element));
  } else if (node.is_object()) {
    rules.push_back(read_lone_rule(node));
  } else {
    node.wrong_type("a rule or a list of rules");
  }
  return unless(std::move(faults), std::move(rules));
}

Result<Rule, Faults> read_rule(std::string_view text) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  Rule rule = read_lone_rule(Node(*tree, faults));
  return unless(std::move(faults), std::move(rule));
}

std::string write_rule(const RuleStatus& status, const Faults& warnings) {
  const Rule& rule = status.rule;
  Tree tree{{"id", rule.id}};
  Tree written = Tree::parse(rule.written, nullptr, false);
  if (written.is_object()) {
    tree.update(written);
  } else {  // made in code: there is no text to show again
    if (!rule.name.empty()) tree["name"] = rule.name;
    for (const Stage stage : rule.on) tree["on"].push_back(to_string(stage));
  }
  if (rule.seed != 0) tree["seed"] = rule.seed;                 // a query may have set it
  if (!rule.inbox.everyone()) tree["inbox"] = rule.inbox.text;  // that too
  if (!rule.scenario.empty()) tree["scenario"] = rule.scenario;
  tree["matched"] = status.matched;
  tree["fired"] = status.fired;
  tree["lastFired"] = status.last_fired ? Tree(format_rfc3339(*status.last_fired)) : Tree();
  tree["expires"] = status.expires ? Tree(format_rfc3339(*status.expires)) : Tree();
  for (const Fault& each : warnings)
    tree["warnings"].push_back(
        {{"pointer", each.pointer}, {"detail", each.reason}, {"hint", each.hint}});
  if (status.dropped_keys > 0) tree["droppedKeys"] = status.dropped_keys;
  return write_document(tree);
}

std::string write_rules(const std::vector<RuleStatus>& rules) {
  std::string all = "[";
  for (const RuleStatus& status : rules) {
    if (all.size() > 1) all += ',';
    all += write_rule(status);
  }
  return all + "]";
}

}  // namespace mailrig::json
