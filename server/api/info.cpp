#include "api/info.hpp"

#include "api/version.hpp"
#include "json/info_json.hpp"
#include "json/profile_json.hpp"

namespace mailrig::api {
namespace {

Response text_response(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

// One line of the Prometheus text format, version 0.0.4, with its type.
void append_metric(std::string& out, std::string_view name, std::string_view type,
                   std::uint64_t value) {
  out.append("# TYPE mailrig_").append(name).append(" ").append(type).append("\nmailrig_");
  out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Answer get_info(const Context& context) {
  const StoreLimits& limits = context.store().limits();
  json::Info info;
  info.version = version;
  info.started = context.started();
  info.now = context.store().wall_now();
  for (const ListenerInfo& each : context.listeners())
    info.listeners.push_back({each.name, each.protocol, each.address, each.port, each.tls,
                              each.protocol == "http" ? "" : each.profile.name});
  info.limits = {{"keptOctets", limits.kept_octets},
                 {"inFlightOctets", limits.in_flight_octets},
                 {"transcriptOctets", limits.transcript_octets},
                 {"sessions", limits.sessions},
                 {"waiters", context.options().max_waiters},
                 {"streams", context.options().max_streams},
                 {"searches", context.options().max_searches}};
  const auto& more = context.options().more_limits;
  info.limits.insert(info.limits.end(), more.begin(), more.end());
  info.counts = context.store().counts();
  info.rules = context.engine().list().size();
  info.waiters = context.waiters();
  info.streams = context.streams();
  return json_response(json::write_info(info));
}

Answer get_profiles(const Context&) {
  return json_response(json::write_profiles(smtp::profiles()));
}

Answer get_ca(const Context& context) {
  Response response = text_response(context.options().ca_pem);
  response.content_type = "application/x-pem-file";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"mailrig-ca.pem\"");
  return response;
}

Answer get_livez(const Context&) { return text_response("ok\n"); }

Answer get_readyz(const Context& context) {
  return context.ready() ? text_response("ok\n") : text_response("not ready\n", 503);
}

Answer get_metrics(const Context& context) {
  const StoreCounts counts = context.store().counts();
  std::string out;
  append_metric(out, "messages", "gauge", counts.messages);
  append_metric(out, "transactions", "gauge", counts.transactions);
  append_metric(out, "sessions", "gauge", counts.sessions);
  append_metric(out, "open_sessions", "gauge", counts.open_sessions);
  append_metric(out, "kept_octets", "gauge", counts.kept_octets);
  append_metric(out, "in_flight_octets", "gauge", counts.in_flight_octets);
  append_metric(out, "waiters", "gauge", context.waiters());
  append_metric(out, "event_streams", "gauge", context.streams());
  append_metric(out, "messages_received_total", "counter", counts.messages_received);
  append_metric(out, "transactions_ended_total", "counter", counts.transactions_ended);
  append_metric(out, "sessions_opened_total", "counter", counts.sessions_opened);
  append_metric(out, "rules_fired_total", "counter", counts.rules_fired);
  append_metric(out, "searched_records_total", "counter", counts.searched);
  append_metric(out, "evicted_messages_total", "counter", counts.evicted_messages);
  append_metric(out, "evicted_transactions_total", "counter", counts.evicted_transactions);
  append_metric(out, "evicted_sessions_total", "counter", counts.evicted_sessions);
  Response response = text_response(std::move(out));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

Answer get_root(const Context&) {
  return text_response(
      "mailrig " + std::string(version) +
      ": a fake mail server that keeps every SMTP transaction.\n\n"
      "  GET  /v1/messages                        mail that was accepted, newest first\n"
      "  GET  /v1/messages?to=bob@x.test&wait=10s  wait for a mail\n"
      "  GET  /v1/messages/latest/raw             its octets as sent\n"
      "  GET  /v1/transactions                    refused and broken ones too\n"
      "  GET  /v1/sessions/latest/transcript      the whole conversation\n"
      "  POST /v1/rules                           make the server misbehave\n"
      "  GET  /v1/events                          what happens, as it happens\n"
      "  GET  /v1/info                            ports, limits, counts\n"
      "  GET  /v1/ca.pem                          the CA for TLS clients\n"
      "  GET  /v1/openapi.json                    every route\n");
}

}  // namespace mailrig::api
