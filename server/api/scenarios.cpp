#include "api/scenarios.hpp"

#include <algorithm>

#include "api/inboxes.hpp"
#include "api/number.hpp"
#include "json/control_json.hpp"
#include "json/record_json.hpp"
#include "json/rule_json.hpp"
#include "json/shipped.hpp"
#include "match/suggestion.hpp"

namespace mailrig::api {
namespace {

std::string view(const Context& context, const ScenarioStatus& status) {
  return json::write_scenario(status, json::warnings_of(status.scenario, leases_of(context)), true);
}

// One that is compiled in, as it would be armed.
std::optional<ScenarioStatus> shipped(std::string_view name) {
  auto scenario = json::read_shipped_scenario(name);
  if (!scenario) return std::nullopt;
  ScenarioStatus status;
  status.name = name;
  status.origin = Origin::shipped;
  status.scenario = std::move(*scenario);
  return status;
}

// What the path and `?inbox=` name: a copy for the inbox if there is one, else the scenario that is
// in force in it.
struct Target {
  std::string name;
  std::optional<std::string> inbox;
};

Result<Target, Problem> read_target(const Context& context) {
  auto inbox = read_inbox(context);
  if (!inbox) return inbox.error();
  Target target{context.id(), *inbox};
  if (target.inbox) {
    const std::string copy = copy_name(context.id(), *target.inbox);
    if (context.engine().scenario(copy)) target.name = copy;
  }
  return target;
}

Problem unknown_scenario(const Context& context) {
  Problem problem = unknown_id("scenario", context.id());
  std::vector<std::string> names;
  for (const ScenarioStatus& one : context.engine().scenarios()) names.push_back(one.name);
  for (const std::string_view one : json::shipped_scenarios()) names.emplace_back(one);
  const std::string near =
      nearest(context.id(), std::vector<std::string_view>(names.begin(), names.end()));
  if (!near.empty()) problem.hint = "did you mean " + near + "? " + problem.hint;
  return problem;
}

Problem conflict(std::string type, std::string detail, std::string hint, std::string pointer) {
  Problem problem;
  problem.status = 409;
  problem.type = std::move(type);
  problem.title = "It cannot stand beside what is there";
  problem.detail = std::move(detail);
  problem.hint = std::move(hint);
  problem.pointer = std::move(pointer);
  return problem;
}

// The scenario of the body, or the shipped one if there is none.
Result<std::pair<Scenario, Origin>, Problem> read_new(const Context& context) {
  const std::string& name = context.id();
  if (context.request.body.empty()) {
    auto status = shipped(name);
    if (!status) {
      Problem problem = unknown_scenario(context);
      problem.detail = "no scenario \"" + name + "\" is compiled in, and there is no body";
      return problem;
    }
    return std::pair(std::move(status->scenario), Origin::shipped);
  }
  auto scenario = json::read_scenario(context.request.body, name);
  if (!scenario) {
    Problem problem = bad_body(scenario.error());
    const auto& faults = scenario.error();
    if (std::all_of(faults.begin(), faults.end(),
                    [](const Fault& each) { return each.conflict; })) {
      problem.status = 409;
      problem.type = "duplicate-name";
      problem.title = "Two rules have one name";
    }
    return problem;
  }
  if (scenario->name != name)
    return conflict("other-name",
                    "the path says \"" + name + "\", the body \"" + scenario->name + "\"",
                    "make them agree, or leave name out of the body", "/name");
  return std::pair(std::move(*scenario), Origin::api);
}

}  // namespace

Answer list_scenarios(const Context& context) {
  json::List list;
  const auto armed = context.engine().scenarios();
  for (const ScenarioStatus& one : armed) list.items.push_back(view(context, one));
  for (const std::string_view name : json::shipped_scenarios()) {
    if (std::any_of(armed.begin(), armed.end(), [&](const auto& one) { return one.name == name; }))
      continue;
    if (const auto status = shipped(name))
      list.items.push_back(json::write_scenario(*status, {}, false));
  }
  list.total = list.items.size();
  list.seq = context.store().seq();
  return json_response(json::write_list(list));
}

Answer reload_scenarios(const Context& context) {
  if (context.reload())
    if (const auto what = context.reload()())
      return to_response({.type = "bad-file",
                          .title = "The scenario files cannot be used",
                          .detail = *what,
                          .hint = "what was in force still is"});
  return list_scenarios(context);
}

Answer get_scenario(const Context& context) {
  const auto target = read_target(context);
  if (!target) return to_response(target.error());
  if (const auto status = context.engine().scenario(target->name))
    return json_response(view(context, *status));
  if (const auto status = shipped(context.id()))
    return json_response(json::write_scenario(*status, {}, false));
  return to_response(unknown_scenario(context));
}

Answer put_scenario(const Context& context) {
  const auto inbox = read_inbox(context);
  if (!inbox) return to_response(inbox.error());
  auto fresh = read_new(context);
  if (!fresh) return to_response(fresh.error());
  auto& [scenario, origin] = *fresh;
  if (*inbox) {
    if (!scenario.inbox.everyone() && scenario.inbox.literal() != **inbox)
      return to_response(
          conflict("other-inbox",
                   "the query says inbox " + **inbox + ", the scenario " + scenario.inbox.text,
                   "make them agree, or leave one out", "/inbox"));
    scenario.inbox = *parse_inbox_glob(**inbox);
    scenario.copy = true;
  } else if (const auto named = scenario.inbox.literal()) {
    if (auto problem = check_inbox(context, *named)) return to_response(*problem);
  }
  const std::string name = *inbox ? copy_name(scenario.name, **inbox) : scenario.name;
  if (const auto why = context.engine().load(std::move(scenario), origin))
    return to_response(conflict("two-scales", *why, "give both one clock.scale, or an inbox each",
                                "/clock/scale"));
  context.rules_changed();
  const auto status = context.engine().scenario(name);
  if (!status) return to_response(unknown_scenario(context));
  return json_response(view(context, *status));
}

Answer delete_scenario(const Context& context) {
  const auto target = read_target(context);
  if (!target) return to_response(target.error());
  if (!context.engine().unload(target->name)) return to_response(unknown_scenario(context));
  context.rules_changed();
  return json_response(json::write_numbers({{"deleted", 1}}));
}

Answer put_scenario_state(const Context& context) {
  const auto target = read_target(context);
  if (!target) return to_response(target.error());
  const auto state = json::read_state_body(context.request.body);
  if (!state) return to_response(bad_body(state.error()));
  const auto before = context.engine().scenario(target->name);
  if (!before) return to_response(unknown_scenario(context));
  const std::string inbox =
      target->inbox ? *target->inbox
                    : before->scenario.inbox.literal().value_or(std::string(InboxRegister::none));
  if (!before->scenario.inbox.matches(inbox) || !context.engine().inbox_list().known(inbox))
    return to_response(bad_parameter("inbox", "the scenario is not in force in inbox " + inbox,
                                     "its inbox is " + before->scenario.inbox.text));
  Problem problem;
  problem.pointer = "/state";
  switch (context.engine().set_state(target->name, inbox, *state)) {
    case Engine::Move::moved:
      context.rules_changed();
      return get_scenario(context);
    case Engine::Move::unknown_scenario:
      return to_response(unknown_scenario(context));
    case Engine::Move::without_states:
      problem.status = 409;
      problem.type = "no-states";
      problem.title = "The scenario has no states";
      problem.detail = "scenario \"" + target->name + "\" is always in the same one";
      problem.hint = R"(add "state": {"start": "…"} to it)";
      return to_response(problem);
    case Engine::Move::unknown_state: {
      const auto known = states_of(before->scenario);
      problem.type = "unknown-state";
      problem.title = "The scenario has no such state";
      problem.detail = "nothing leads scenario \"" + target->name + "\" to \"" + *state + "\"";
      problem.hint = suggest(*state, std::vector<std::string_view>(known.begin(), known.end()));
      return to_response(problem);
    }
  }
  return to_response(unknown_scenario(context));
}

Answer reset_scenario(const Context& context) {
  const auto target = read_target(context);
  if (!target) return to_response(target.error());
  if (!context.engine().reset(target->name, target->inbox))
    return to_response(unknown_scenario(context));
  context.rules_changed();
  return get_scenario(context);
}

Answer delete_state(const Context& context) {
  const auto inbox = read_inbox(context);
  if (!inbox) return to_response(inbox.error());
  bool all = false;
  if (const auto given = find(context.query, "all")) {
    const auto flag = read_flag("all", *given);
    if (!flag) return to_response(flag.error());
    all = *flag;
  }
  if (!*inbox && !all)
    return to_response({.type = "no-filter",
                        .title = "This would reset everything",
                        .detail = "there is no inbox",
                        .hint = "inbox=t42, or all=true for every one"});
  if (*inbox && !context.engine().inbox_list().known(**inbox))
    return to_response(unknown_id("inbox", **inbox));
  context.engine().reset(all ? std::nullopt : std::optional<std::string_view>(**inbox));
  const std::size_t count = all ? context.engine().inbox_list().names().size() : 1;
  return json_response(json::write_numbers({{"reset", count}}));
}

}  // namespace mailrig::api
