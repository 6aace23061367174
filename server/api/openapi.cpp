#include "api/openapi.hpp"

#include "api/version.hpp"
#include "json/openapi.hpp"
#include "mail/ascii.hpp"

namespace mailrig::api {
namespace {

json::Operation describe(const Route& route) {
  json::Operation out;
  out.method = to_lower(to_string(route.method));
  out.path = route.path;
  out.name = route.name;
  out.summary = route.summary;
  for (const auto& group : route.parameters)
    for (const QueryParameter& each : group)
      out.query.push_back({each.name, each.schema, each.summary, each.times == Times::any});
  if (route.body == BodyKind::mail_or_json) out.bodies.push_back({"message/rfc822", ""});
  if (route.body != BodyKind::none) out.bodies.push_back({"application/json", route.body_schema});
  out.body_required = route.body != BodyKind::maybe_json;
  for (const Success& each : route.answers)
    if (each.status) out.answers.push_back({each.status, each.content_type, each.schema});
  return out;
}

std::string document() {
  std::vector<json::Operation> operations;
  for (const Route& route : routes()) operations.push_back(describe(route));
  return json::write_openapi(version, operations);
}

}  // namespace

Answer get_openapi(const Context&) {
  static const std::string text = document();
  return json_response(text);
}

}  // namespace mailrig::api
