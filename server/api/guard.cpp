#include "api/guard.hpp"

#include <algorithm>
#include <array>

#include "api/parts.hpp"
#include "api/problem.hpp"
#include "api/url.hpp"
#include "mail/ascii.hpp"

namespace mailrig::api {
namespace {

struct HostPort {
  std::string host;  // lower case, without brackets and final dot
  std::string port;  // empty if not named
  bool literal_v6 = false;
};

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::optional<HostPort> parse_host(std::string_view text) {
  HostPort out;
  std::string_view rest;
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    out.host = to_lower(text.substr(1, end - 1));
    if (!all_of(out.host, "0123456789abcdef:.") || out.host.find(':') == std::string::npos)
      return std::nullopt;
    out.literal_v6 = true;
    rest = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    out.host = to_lower(text.substr(0, colon));
    if (!out.host.empty() && out.host.back() == '.') out.host.pop_back();
    if (!all_of(out.host, "abcdefghijklmnopqrstuvwxyz0123456789-_.")) return std::nullopt;
    rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
  }
  if (rest.empty()) return out;
  out.port = rest.substr(1);
  if (rest.front() != ':' || (!out.port.empty() && !all_of(out.port, "0123456789")))
    return std::nullopt;
  return out;
}

bool is_ipv4(std::string_view host) {
  int parts = 0;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    if (part.size() > 3 || !all_of(part, "0123456789") || std::stoi(std::string(part)) > 255)
      return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

bool ends_with_label(std::string_view host, std::string_view suffix) {
  return host.size() > suffix.size() && host.ends_with(suffix);
}

bool listed(std::string_view host, const std::vector<std::string>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& each) {
    if (each == "*") return true;
    const std::string name = to_lower(each);
    if (name.starts_with("*.")) return ends_with_label(host, std::string_view(name).substr(1));
    return host == name;
  });
}

// `scheme://host[:port]`, as far as it matters: the port that goes without saying depends on the
// scheme.
struct Origin {
  HostPort place;
  std::string default_port;
};

std::optional<Origin> parse_origin(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  auto place = parse_host(text.substr(scheme + 3));
  if (!place) return std::nullopt;
  const std::string name = to_lower(text.substr(0, scheme));
  return Origin{std::move(*place), name == "https" ? "443" : name == "http" ? "80" : ""};
}

bool same_place(const Origin& origin, const HostPort& host) {
  if (origin.place.host != host.host) return false;
  if (origin.place.port == host.port) return true;
  return origin.place.port.empty() ? host.port == origin.default_port
                                   : host.port.empty() && origin.place.port == origin.default_port;
}

std::size_t count_headers(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(request.headers.begin(), request.headers.end(),
                    [&](const auto& each) { return iequals(each.first, name); }));
}

Response foreign_origin(std::string_view origin) {
  return to_response({.status = 403,
                      .type = "foreign-origin",
                      .title = "A page of another origin asked",
                      .detail = "Origin \"" + std::string(origin) + "\" is not this server's own",
                      .hint = "start mailrig with --allowed-origin " +
                              std::string(origin == "null" ? "http://your.page" : origin) +
                              " if that page is yours"});
}

Response foreign_host(const std::string& host) {
  return to_response(
      {.status = 421,
       .type = "foreign-host",
       .title = "Not a name of this server",
       .detail = "Host \"" + host + "\" is not among the names this server answers to",
       .hint = "start mailrig with --allowed-host " + host +
               " (or MAILRIG_ALLOWED_HOST), or use its address or localhost"});
}

// Sec-Fetch-Site (W3C Fetch Metadata): what the browser says about who asked.
std::optional<Response> check_site(const Request& request) {
  const auto site = request.header("Sec-Fetch-Site");
  if (!site || *site == "same-origin" || *site == "none") return std::nullopt;
  const auto destination = request.header("Sec-Fetch-Dest");
  if (request.method == "GET" && destination && *destination == "document") return std::nullopt;
  return to_response({.status = 403,
                      .type = "foreign-site",
                      .title = "A page of another site asked",
                      .detail = "Sec-Fetch-Site is \"" + std::string(*site) + "\"",
                      .hint = "open this address itself, or start mailrig with --allowed-origin"});
}

}  // namespace

bool host_allowed(std::string_view host, const ServiceOptions& options) {
  static constexpr std::array<std::string_view, 6> suffixes = {".localhost", ".test",      ".local",
                                                               ".internal",  ".home.arpa", ".svc"};
  const auto dots = std::count(host.begin(), host.end(), '.');
  if (dots == 0 || is_ipv4(host)) return !host.empty();
  if (host.front() == '.' || host.find("..") != std::string_view::npos) return false;
  if (std::any_of(suffixes.begin(), suffixes.end(),
                  [&](std::string_view suffix) { return ends_with_label(host, suffix); }))
    return true;
  if (!options.own_name.empty() && host == to_lower(options.own_name)) return true;
  if (options.in_kubernetes && dots == 1) return true;
  return listed(host, options.allowed_hosts);
}

Admission admit(const Request& request, const ServiceOptions& options) {
  const std::string_view path = path_of(request.target);
  const auto host_text = request.header("Host");
  const bool probe = path == "/livez" || path == "/readyz";
  // RFC 9112 §3.2: a request without exactly one valid Host is answered 400.
  std::optional<HostPort> host;
  if (host_text && count_headers(request, "Host") == 1) host = parse_host(*host_text);
  if (!probe) {
    if (!host)
      return {to_response({.status = 400,
                           .type = "bad-host",
                           .title = "The Host header is missing or malformed",
                           .detail = host_text ? "Host \"" + std::string(*host_text) + "\""
                                               : "there is no Host header",
                           .hint = "send one Host header with the name or address and the port"}),
              {}};
    if (!host->literal_v6 && !host_allowed(host->host, options))
      return {foreign_host(host->host), {}};
  }
  // Mail HTML is shown in a frame without an origin of its own; its pictures are fetched from
  // there.
  const bool inline_picture = request.method == "GET" && is_inline_path(path);
  if (const auto origin = request.header("Origin")) {
    if (inline_picture && *origin == "null") return {};
    const auto& allowed = options.allowed_origins;
    if (count_headers(request, "Origin") == 1 && *origin != "null") {
      const auto parsed = parse_origin(*origin);
      if (std::any_of(allowed.begin(), allowed.end(),
                      [&](const std::string& each) { return iequals(each, *origin); }))
        return {std::nullopt, std::string(*origin)};
      if (parsed && host && same_place(*parsed, *host)) return {check_site(request), {}};
    }
    return {foreign_origin(*origin), {}};
  }
  if (inline_picture) return {};
  return {check_site(request), {}};
}

}  // namespace mailrig::api
