#include "api/asset.hpp"

#include <algorithm>
#include <string>

#include "mail/ascii.hpp"

namespace mailrig::api {
namespace {

// What the page may do: its own scripts and styles, its own server, and frames of its own server,
// where mail is shown under a policy of its own.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
constexpr std::string_view permissions_policy =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

// Whether a list such as `gzip, br;q=0.5` has `coding` (RFC 9110 §12.5.3), and not with q=0.
bool accepts_coding(std::string_view list, std::string_view coding) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    if (!iequals(trim(item.substr(0, semicolon)), coding)) continue;
    std::string weight(item.substr(semicolon));
    std::erase(weight, ' ');
    return !(weight.starts_with(";q=0") && weight.find_first_not_of("0.", 3) == std::string::npos);
  }
  return false;
}

// RFC 9110 §13.1.2: compared weakly.
bool names_tag(std::string_view list, std::string_view tag) {
  return trim(list) == "*" || list.find(tag) != std::string_view::npos;
}

Response file_response(const Request& request, const Asset& asset) {
  Response response;
  const bool zipped = accepts_coding(request.header("Accept-Encoding").value_or(""), "gzip");
  const std::string tag = '"' + std::string(asset.hash) + (zipped ? "-gzip" : "") + '"';
  response.content_type = asset.content_type;
  response.headers = {{"ETag", tag}, {"Vary", "Accept-Encoding"}};
  if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
  if (names_tag(request.header("If-None-Match").value_or(""), tag))
    response.status = 304;
  else
    response.body = zipped ? asset.gzip : asset.octets;
  return response;
}

Response index_response(const Request& request, const Asset& index) {
  Response response = file_response(request, index);
  response.headers[1].second = "Accept, Accept-Encoding";
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Security-Policy", content_security_policy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Permissions-Policy", permissions_policy);
  return response;
}

}  // namespace

bool is_api_path(const Url& url) {
  static constexpr std::string_view names[] = {"v1", "api", "livez", "readyz", "metrics"};
  return !url.path.empty() &&
         std::find(std::begin(names), std::end(names), url.path.front()) != std::end(names);
}

std::optional<Response> page_response(const Request& request, const Url& url) {
  if (is_api_path(url)) return std::nullopt;
  const auto files = page_files();
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const Asset& each) { return each.path == url.text; });
  if (file != files.end()) {
    Response response = file_response(request, *file);
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    return response;
  }
  // A slip in an API's path deserves an error that says so, not a page.
  if (request.header("Accept").value_or("").find("text/html") == std::string_view::npos)
    return std::nullopt;
  const auto slashes = std::count(url.text.begin(), url.text.end(), '/');
  const std::size_t depth = slashes > 0 ? static_cast<std::size_t>(slashes - 1) : 0;
  const auto indexes = page_indexes();
  if (depth >= indexes.size()) return std::nullopt;
  return index_response(request, indexes[depth]);
}

}  // namespace mailrig::api
