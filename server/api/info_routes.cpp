#include "api/info_routes.hpp"

#include "api/events.hpp"
#include "api/info.hpp"
#include "api/openapi.hpp"
#include "api/route_row.hpp"
#include "api/test_mail.hpp"

namespace mailrig::api {
namespace {

constexpr QueryParameter event_parameters[] = {
    {"after", R"({"type":"integer","minimum":0})", "begin after this seq; now if left out"}};
constexpr QueryParameter test_mail_parameters[] = {
    {"listener", text, "name of the listener; the first in the clear if left out"}};

}  // namespace

std::span<const Route> info_routes() {
  static const std::span<const QueryParameter> place = event_parameters,
                                               test_mail = test_mail_parameters;
  static const Route table[] = {
      row(get, "/v1/events", follow_events, "followEvents", "Server-sent events", {place}, none, "",
          answers({200, "text/event-stream", ""})),
      row(post, "/v1/test-mail", send_test_mail, "sendTestMail",
          "Send a mail to a listener of this server, through its real port", {test_mail}, none, "",
          answers({202, json_type, "SentTestMail"})),
      row(get, "/v1/info", get_info, "getInfo", "Version, listeners, limits, counts", {}, none, "",
          ok("Info")),
      row(get, "/v1/openapi.json", get_openapi, "getOpenapi", "This document", {}, none, "",
          ok("OpenApi")),
      row(get, "/v1/profiles", get_profiles, "getProfiles",
          "The receiver profiles that a listener may have, with their switches", {}, none, "",
          ok("ProfileList")),
      row(get, "/v1/ca.pem", get_ca, "getCa",
          "The CA behind the server's certificate, to be trusted by clients under test", {}, none,
          "", answers({200, "application/x-pem-file", ""})),
      row(get, "/livez", get_livez, "getLivez", "Whether it runs", {}, none, "",
          answers({200, plain_type, ""})),
      row(get, "/readyz", get_readyz, "getReadyz", "Whether every listener is bound", {}, none, "",
          answers({200, plain_type, ""}, {503, plain_type, ""})),
      row(get, "/metrics", get_metrics, "getMetrics", "Prometheus text", {}, none, "",
          answers({200, plain_type, ""})),
      row(get, "/", get_root, "getRoot", "The main routes in short", {}, none, "",
          answers({200, plain_type, ""})),
  };
  return table;
}

}  // namespace mailrig::api
