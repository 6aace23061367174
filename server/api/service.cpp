#include "api/service.hpp"

#include <algorithm>

#include "api/guard.hpp"
#include "api/problem.hpp"
#include "api/router.hpp"

namespace mailrig::api {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

// What every answer carries, so that no page and no cache makes something else of it.
Headers common_headers(const std::string& cross_origin) {
  Headers headers = {{"X-Content-Type-Options", "nosniff"},
                     {"Cache-Control", "no-store"},
                     {"Cross-Origin-Resource-Policy", "same-origin"},
                     {"Referrer-Policy", "no-referrer"}};
  if (!cross_origin.empty()) {
    headers.emplace_back("Access-Control-Allow-Origin", cross_origin);
    headers.emplace_back("Access-Control-Expose-Headers", "Location, Retry-After");
    headers.emplace_back("Vary", "Origin");
  }
  return headers;
}

// A handler's own word stands; what may vary by the origin varies by its own reasons as well.
Response with(Response response, const Headers& headers) {
  Headers& own = response.headers;
  for (const auto& each : headers) {
    const auto same = std::find_if(own.begin(), own.end(),
                                   [&](const auto& other) { return other.first == each.first; });
    if (same == own.end())
      own.push_back(each);
    else if (each.first == "Vary")
      same->second += ", " + each.second;
  }
  return response;
}

Answer with(Answer answer, const Headers& headers) {
  if (auto* response = std::get_if<Response>(&answer)) return with(std::move(*response), headers);
  if (auto* follow = std::get_if<Follow>(&answer)) {
    follow->headers.insert(follow->headers.end(), headers.begin(), headers.end());
    return answer;
  }
  if (auto* work = std::get_if<Work>(&answer)) {
    work->perform = [perform = std::move(work->perform), headers](const Stop& stop) {
      return with(perform(stop), headers);
    };
    return answer;
  }
  auto& wait = std::get<Wait>(answer);
  wait.attempt = [attempt = std::move(wait.attempt), headers]() -> std::optional<Response> {
    auto response = attempt();
    if (!response) return std::nullopt;
    return with(std::move(*response), headers);
  };
  wait.expired = [expired = std::move(wait.expired), headers] { return with(expired(), headers); };
  return answer;
}

// What a browser asks before a request of another origin (Fetch §4.8).
std::optional<Response> preflight(const Request& request) {
  if (request.method != "OPTIONS" || !request.header("Access-Control-Request-Method"))
    return std::nullopt;
  Response response;
  response.status = 204;
  response.content_type.clear();
  response.headers = {{"Access-Control-Allow-Methods", methods_of(request.target)},
                      {"Access-Control-Allow-Headers", "Accept, Content-Type, Last-Event-ID"},
                      {"Access-Control-Max-Age", "600"}};
  if (request.header("Access-Control-Request-Private-Network"))
    response.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
  return response;
}

}  // namespace

Service::Service(Store& store, Engine& engine, ServiceOptions options)
    : store_(store), started_(store.wall_now()), engine_(engine), options_(std::move(options)) {}

Answer Service::handle(const Request& request) {
  Admission admission = admit(request, options_);
  const Headers headers = common_headers(admission.cross_origin);
  if (admission.refusal) return with(std::move(*admission.refusal), headers);
  if (!admission.cross_origin.empty())
    if (auto response = preflight(request)) return with(std::move(*response), headers);
  return with(dispatch(*this, request), headers);
}

void Service::ready(std::vector<ListenerInfo> listeners) {
  listeners_ = std::move(listeners);
  ready_ = true;
}

void Service::stopping() { stopping_ = true; }

Response Service::shutting_down() {
  return to_response({.status = 503,
                      .type = "shutting-down",
                      .title = "The server is stopping",
                      .detail = "the server stopped while this request waited",
                      .hint = "start it again, or ask another"});
}

}  // namespace mailrig::api
