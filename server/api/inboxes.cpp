#include "api/inboxes.hpp"

#include "json/control_json.hpp"
#include "json/record_json.hpp"

namespace mailrig::api {
namespace {

std::string view(const Context& context, const Inbox& inbox) {
  std::vector<std::pair<std::string, std::uint16_t>> ports;
  for (const LeasedPort& one : context.ports_of(inbox.name))
    ports.emplace_back(one.listener, one.port);
  return json::write_inbox(inbox, ports);
}

Problem inbox_taken(const std::string& name) {
  return {.status = 409,
          .type = "inbox-taken",
          .title = "There is an inbox of that name",
          .detail = "inbox \"" + name + "\" exists already",
          .hint = "choose another name, or DELETE /v1/inboxes/" + name,
          .pointer = "/name"};
}

Problem no_inbox(std::string_view name) {
  Problem problem = unknown_id("inbox", name);
  problem.hint =
      "GET /v1/inboxes lists them, POST /v1/inboxes makes one; \"default\" is always there";
  return problem;
}

Problem over(std::string_view name) {
  Problem problem = gone("inbox", name);
  problem.detail = "the time of inbox \"" + std::string(name) + "\" is over";
  problem.hint = "POST /v1/inboxes {\"name\":\"" + std::string(name) + "\"} makes it anew";
  return problem;
}

Problem of_lease(const LeaseError& error) {
  using Kind = LeaseError::Kind;
  Problem problem;
  problem.status = error.kind == Kind::unknown_listener ? 400
                   : error.kind == Kind::taken          ? 409
                                                        : 503;
  problem.type = error.kind == Kind::unknown_listener ? "unknown-listener"
                 : error.kind == Kind::taken          ? "inbox-taken"
                 : error.kind == Kind::none_left      ? "no-port-left"
                                                      : "shutting-down";
  problem.title = "The ports cannot be leased";
  problem.detail = error.what;
  problem.hint = error.hint;
  if (error.kind == Kind::unknown_listener) problem.pointer = "/ports";
  return problem;
}

}  // namespace

std::optional<Problem> check_inbox(const Context& context, std::string_view name) {
  if (name == Inboxes::none) return std::nullopt;
  if (!valid_inbox(name))
    return bad_parameter("inbox", "\"" + std::string(name) + "\" cannot be an inbox",
                         "1 to 63 lower-case letters, digits and hyphens");
  context.engine().sweep();
  if (context.engine().inbox_list().expired(name)) return over(name);
  return std::nullopt;
}

Result<std::optional<std::string>, Problem> read_inbox(const Context& context) {
  const auto given = find(context.query, "inbox");
  if (!given) return std::optional<std::string>();
  if (auto problem = check_inbox(context, *given)) return *problem;
  return std::optional<std::string>(*given);
}

json::Leases leases_of(const Context& context) {
  return
      [&context](std::string_view inbox) { return !context.ports_of(std::string(inbox)).empty(); };
}

Answer list_inboxes(const Context& context) {
  context.engine().sweep();
  json::List list;
  for (const Inbox& inbox : context.engine().inbox_list().list())
    list.items.push_back(view(context, inbox));
  list.total = list.items.size();
  list.seq = context.store().seq();
  return json_response(json::write_list(list));
}

Answer add_inbox(const Context& context) {
  const auto order = json::read_inbox_order(context.request.body);
  if (!order) return to_response(bad_body(order.error()));
  Inboxes& inboxes = context.engine().inbox_list();
  context.engine().sweep();
  if (order->name == Inboxes::none || !inboxes.declare(order->name, order->ttl))
    return to_response(inbox_taken(order->name));
  if (!order->ports.empty()) {
    if (context.leases() == nullptr) {
      inboxes.remove(order->name);
      return to_response(
          of_lease({LeaseError::Kind::none_left, "this server leases no ports", ""}));
    }
    Lease lease =
        context.leases()->lease(order->name, order->ports, order->ttl.value_or(Milliseconds(0)),
                                [&engine = context.engine()] { engine.sweep(); });
    if (const auto* error = std::get_if<LeaseError>(&lease)) {
      inboxes.remove(order->name);
      return to_response(of_lease(*error));
    }
    context.set_ports(order->name, std::get<std::vector<LeasedPort>>(std::move(lease)));
  }
  const auto inbox = inboxes.find(order->name);
  if (!inbox) return to_response(over(order->name));
  Response response = json_response(view(context, *inbox), 201);
  response.headers.emplace_back("Location", "/v1/inboxes/" + order->name);
  return response;
}

Answer get_inbox(const Context& context) {
  if (auto problem = check_inbox(context, context.id())) return to_response(*problem);
  const auto inbox = context.engine().inbox_list().find(context.id());
  if (!inbox) return to_response(no_inbox(context.id()));
  return json_response(view(context, *inbox));
}

Answer delete_inbox(const Context& context) {
  if (auto problem = check_inbox(context, context.id())) return to_response(*problem);
  const auto inbox = context.engine().inbox_list().find(context.id());
  if (inbox && inbox->pinned)
    return to_response({.status = 409,
                        .type = "inbox-of-a-file",
                        .title = "A scenario names the inbox",
                        .detail = "inbox \"" + inbox->name + "\" belongs to a scenario in force",
                        .hint = "DELETE /v1/scenarios/{name} first"});
  if (!inbox || !context.engine().inbox_list().remove(context.id()))
    return to_response(no_inbox(context.id()));
  return json_response(json::write_numbers({{"deleted", 1}}));
}

Answer set_clock(const Context& context) {
  const auto order = json::read_clock_order(context.request.body);
  if (!order) return to_response(bad_body(order.error()));
  Engine& engine = context.engine();
  std::vector<std::string> inboxes;
  if (order->inbox) {
    if (!engine.inbox_list().known(*order->inbox)) {
      if (auto problem = check_inbox(context, *order->inbox)) return to_response(*problem);
      return to_response(no_inbox(*order->inbox));
    }
    inboxes.push_back(*order->inbox);
  } else {
    std::optional<ScenarioStatus> scenario;
    if (order->scenario) scenario = engine.scenario(*order->scenario);
    if (order->scenario && !scenario) return to_response(unknown_id("scenario", *order->scenario));
    for (const std::string& name : engine.inbox_list().names())
      if (!scenario || scenario->scenario.inbox.matches(name)) inboxes.push_back(name);
  }
  if (order->advance && !engine.advance(inboxes, *order->advance))
    return to_response({.type = "clock-too-far",
                        .title = "The clock cannot go there",
                        .detail = "policy time would pass the year 9000",
                        .hint = "DELETE /v1/state sets it back",
                        .pointer = "/advance"});
  if (order->scale) engine.set_scale(inboxes, *order->scale);
  std::vector<std::pair<std::string, PolicyClock>> clocks;
  for (const std::string& name : inboxes) clocks.emplace_back(name, engine.clock(name));
  return json_response(json::write_clocks(clocks, engine.wall_now()));
}

}  // namespace mailrig::api
