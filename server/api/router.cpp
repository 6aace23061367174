#include "api/router.hpp"

#include <set>

#include "api/asset.hpp"
#include "api/context.hpp"
#include "mail/ascii.hpp"
#include "match/suggestion.hpp"

namespace mailrig::api {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (path.size() > 1) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    out.push_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end);
    if (path.size() == 1) out.emplace_back();  // a final slash is a segment too
  }
  return out;
}

bool is_capture(std::string_view segment) { return !segment.empty() && segment.front() == '{'; }

// What the template's captures take; nothing if `path` is another.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& path) {
  const auto parts = segments(pattern);
  if (parts.size() != path.size()) return std::nullopt;
  std::vector<std::string> captured;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_capture(parts[i]) && !path[i].empty())
      captured.push_back(path[i]);
    else if (parts[i] != path[i])
      return std::nullopt;
  }
  return captured;
}

std::string allow(const std::vector<std::string>& path) {
  std::set<std::string_view> methods;
  for (const Route& route : routes())
    if (match(route.path, path)) methods.insert(to_string(route.method));
  if (methods.contains("GET")) methods.insert("HEAD");
  std::string out;
  for (const std::string_view method : methods) out.append(out.empty() ? "" : ", ").append(method);
  return out;
}

// The route nearest to `path`: a slip in its name, or `/v1` left out.
std::string suggest_path(const Url& url) {
  // Captures stand for what was sent in their place, so that only the fixed parts differ.
  std::vector<std::string> filled;
  for (const Route& route : routes()) {
    std::string candidate;
    const auto parts = segments(route.path);
    for (std::size_t i = 0; i < parts.size(); ++i)
      candidate.append("/").append(
          is_capture(parts[i]) && i < url.path.size() && !url.path[i].empty() ? url.path[i]
                                                                              : parts[i]);
    filled.push_back(std::move(candidate));
  }
  const std::vector<std::string_view> candidates(filled.begin(), filled.end());
  std::string found = nearest(url.text, candidates);
  if (found.empty()) found = nearest("/v1" + url.text, candidates);
  return found.empty() ? "/v1/openapi.json lists every route" : "did you mean " + found + "?";
}

Response unknown_path(const Url& url) {
  return to_response({.status = 404,
                      .type = "unknown-path",
                      .title = "There is no such path",
                      .detail = "there is nothing at " + url.text,
                      .hint = suggest_path(url)});
}

// Each parameter must be one of the route's, and come once unless it may repeat.
std::optional<Problem> check_parameters(const Route& route, const Parameters& query) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    const QueryParameter* known = route.find(name);
    if (!known) {
      std::vector<std::string_view> names;
      for (const auto& group : route.parameters)
        for (const QueryParameter& each : group) names.push_back(each.name);
      Problem problem =
          bad_parameter(name, "unknown query parameter \"" + name + "\"",
                        names.empty() ? "this route takes no parameters" : suggest(name, names));
      problem.type = "unknown-parameter";
      problem.title = "There is no such query parameter here";
      return problem;
    }
    if (known->times == Times::once && !seen.insert(name).second)
      return bad_parameter(name, "\"" + name + "\" is given more than once", "give it once");
  }
  return std::nullopt;
}

std::string_view media_type(const Request& request) {
  const std::string_view type = request.header("Content-Type").value_or("");
  return trim(type.substr(0, type.find(';')));
}

std::optional<Problem> check_body(const Route& route, const Request& request) {
  if (request.body_too_large)
    return Problem{.status = 413,
                   .type = "body-too-large",
                   .title = "The body is too large",
                   .detail = "the body is larger than this server takes",
                   .hint = "raise --max-body"};
  if (route.body == BodyKind::none) {
    if (request.body.empty()) return std::nullopt;
    Problem problem;
    problem.type = "unexpected-body";
    problem.title = "This route takes no body";
    problem.detail = request.method + " " + std::string(route.path) + " takes no body";
    problem.hint = "filters go in the query: ?to=bob@x.test";
    return problem;
  }
  if (route.body == BodyKind::maybe_json && request.body.empty()) return std::nullopt;
  const bool mail = route.body == BodyKind::mail_or_json;
  const std::string_view given = media_type(request);
  const std::string_view coding = request.header("Content-Encoding").value_or("identity");
  const bool known =
      iequals(given, "application/json") || (mail && iequals(given, "message/rfc822"));
  if (known && iequals(coding, "identity")) return std::nullopt;
  return Problem{.status = 415,
                 .type = "wrong-media-type",
                 .title = "The body has the wrong type",
                 .detail = given.empty() ? "the body has no Content-Type"
                           : known       ? "Content-Encoding \"" + std::string(coding) + "\""
                                         : "Content-Type is \"" + std::string(given) + "\"",
                 .hint = std::string("send it plain, with Content-Type: ") +
                         (mail ? "message/rfc822 or application/json" : "application/json")};
}

Response wrong_method(const Request& request, const std::string& allowed) {
  Response response = to_response({.status = 405,
                                   .type = "wrong-method",
                                   .title = "This path does not do that",
                                   .detail = request.method + " is not possible here",
                                   .hint = "possible are " + allowed});
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

std::string methods_of(std::string_view target) {
  const auto url = parse_url(target);
  return url ? allow(url->path) : std::string();
}

Answer dispatch(Service& service, const Request& request) {
  auto url = parse_url(request.target);
  if (!url)
    return to_response({.type = "bad-url",
                        .title = "The URL is malformed",
                        .detail = url.error().what,
                        .hint = "a percent sign itself is %25"});
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  if (method == "GET")
    if (auto page = page_response(request, *url)) return std::move(*page);
  for (const Route& route : routes()) {
    if (to_string(route.method) != method) continue;
    auto captured = match(route.path, url->path);
    if (!captured) continue;
    if (auto problem = check_parameters(route, url->query)) return to_response(*problem);
    if (auto problem = check_body(route, request)) return to_response(*problem);
    return route.handler({service, request, route, url->query, std::move(*captured)});
  }
  const std::string allowed = allow(url->path);
  return allowed.empty() ? unknown_path(*url) : wrong_method(request, allowed);
}

}  // namespace mailrig::api
