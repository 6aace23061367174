#include "json/control_json.hpp"

#include "json/document.hpp"
#include "json/nullable.hpp"
#include "json/rule_json.hpp"
#include "json/selector_json.hpp"
#include "mail/date.hpp"

namespace mailrig::json {
namespace {

// The document's root, read by `read`; what it notes is the error.
template <class Value, class Read>
Result<Value, Faults> read_body(std::string_view text, Read read) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  Value value;
  read(Node(*tree, faults), value);
  if (!faults.empty()) return faults;
  return value;
}

std::optional<Milliseconds> read_time(const Node& node) {
  if (node.tree().is_number()) {
    node.fault("unit required: did you mean \"" + node.tree().dump() + "s\"?",
               "units are ms, s, m, h, d");
    return std::nullopt;
  }
  const auto text = node.text();
  if (!text) return std::nullopt;
  const auto time = parse_duration(*text);
  if (time) return *time;
  node.fault(time.error().what, "units are ms, s, m, h, d");
  return std::nullopt;
}

Tree warnings_tree(const Faults& warnings) {
  Tree all = Tree::array();
  for (const Fault& each : warnings)
    all.push_back({{"pointer", each.pointer}, {"detail", each.reason}, {"hint", each.hint}});
  return all;
}

std::string_view word(Origin origin) {
  switch (origin) {
    case Origin::file:
      return "file";
    case Origin::api:
      return "api";
    case Origin::shipped:
      return "shipped";
  }
  return "";
}

}  // namespace

Result<std::string, Faults> read_state_body(std::string_view text) {
  return read_body<std::string>(text, [](const Node& node, std::string& state) {
    if (!node.fields({"state"})) return;
    if (const auto field = node.field("state"))
      state = read_state_name(*field);
    else
      node.fault("there is no state to go to", R"(write {"state": "…"})");
  });
}

Result<ClockOrder, Faults> read_clock_order(std::string_view text) {
  return read_body<ClockOrder>(text, [](const Node& node, ClockOrder& order) {
    if (!node.fields({"advance", "scale", "inbox", "scenario", "all"})) return;
    if (const auto advance = node.field("advance")) order.advance = read_time(*advance);
    if (const auto scale = node.field("scale")) {
      order.scale = scale->number();
      if (order.scale && (*order.scale < 0 || *order.scale > PolicyClock::fastest))
        scale->fault("scale is how fast policy time goes: from 0 (it stands still) to 1000000",
                     "write 60: a minute passes in a second");
    }
    if (const auto inbox = node.field("inbox")) order.inbox = inbox->text();
    if (const auto scenario = node.field("scenario")) order.scenario = scenario->text();
    if (const auto all = node.field("all")) order.all = all->boolean().value_or(false);
    if (!node.field("advance") && !node.field("scale"))
      node.fault("nothing to do to the clock", R"(write "advance": "5m", or "scale": 60)");
    if ((order.inbox ? 1 : 0) + (order.scenario ? 1 : 0) + (order.all ? 1 : 0) != 1)
      node.fault("whose clock is not said",
                 R"(name one of: "inbox": "t42", "scenario": "greylist", "all": true)");
  });
}

std::string write_clocks(const std::vector<std::pair<std::string, PolicyClock>>& clocks,
                         WallTime now) {
  Tree items = Tree::array();
  for (const auto& [inbox, clock] : clocks)
    items.push_back(
        {{"inbox", inbox}, {"now", format_rfc3339(clock.at(now))}, {"scale", clock.scale()}});
  return write_document({{"real", format_rfc3339(now)}, {"inboxes", std::move(items)}});
}

Result<InboxOrder, Faults> read_inbox_order(std::string_view text) {
  return read_body<InboxOrder>(text, [](const Node& node, InboxOrder& order) {
    if (!node.fields({"name", "ports", "ttl"})) return;
    if (const auto name = node.field("name")) {
      order.name = name->text().value_or(std::string());
      if (name->is_text() && !valid_inbox(order.name))
        name->fault("\"" + order.name + "\" cannot be an inbox",
                    "1 to 63 lower-case letters, digits and hyphens, none at the ends: it is a "
                    "label of a domain");
    } else {
      node.fault("an inbox needs a name", R"(write {"name": "t42"})");
    }
    if (const auto ports = node.field("ports"))
      if (const auto elements = ports->elements())
        for (const Node& element : *elements)
          if (auto listener = element.text()) order.ports.push_back(std::move(*listener));
    if (const auto ttl = node.field("ttl")) {
      order.ttl = read_time(*ttl);
      if (order.ttl && order.ttl->count() == 0) ttl->fault("it would be over at once", "\"10m\"");
    }
  });
}

std::string write_inbox(const Inbox& inbox,
                        const std::vector<std::pair<std::string, std::uint16_t>>& ports) {
  Tree leased = Tree::object();
  for (const auto& [listener, port] : ports) leased[listener] = port;
  return write_document(
      {{"name", inbox.name},
       {"ports", std::move(leased)},
       {"address", "*@" + inbox.name + std::string(InboxRegister::reserved_domain)},
       {"user", inbox.name},
       {"made", format_rfc3339(inbox.made)},
       {"expires", inbox.expires ? Tree(format_rfc3339(*inbox.expires)) : Tree()}});
}

std::string write_scenario(const ScenarioStatus& status, const Faults& warnings, bool armed) {
  const Scenario& scenario = status.scenario;
  Tree tree = Tree::parse(scenario.written, nullptr, false);
  if (!tree.is_object()) tree = Tree::object();
  tree["name"] = scenario.name;
  tree["inbox"] = scenario.inbox.text;
  tree["armed"] = armed;
  tree["origin"] = word(status.origin);
  tree["since"] = armed ? Tree(format_rfc3339(status.since)) : Tree();
  if (armed) tree["rules"] = Tree::parse(write_rules(status.rules));
  Tree states = Tree::object();
  for (const auto& [inbox, state] : status.states) states[inbox] = state;
  tree["states"] = std::move(states);
  tree["warnings"] = warnings_tree(warnings);
  return write_document(tree);
}

std::string write_warnings(const Faults& warnings) {
  return write_document(warnings_tree(warnings));
}

}  // namespace mailrig::json
