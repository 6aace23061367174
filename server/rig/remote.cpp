#include "rig/remote.hpp"

#include <cstdlib>

#include "net/http_client.hpp"

namespace mailrig {
namespace {

std::string chosen(const std::string& url) {
  if (!url.empty()) return url;
  const char* const variable = std::getenv("MAILRIG_URL");
  return variable && *variable ? variable : "http://127.0.0.1:8025";
}

}  // namespace

Remote::Remote(const std::string& url) : url_(chosen(url)) {}

Result<Remote::Answer> Remote::get(const std::string& path, const Parameters& parameters,
                                   std::chrono::milliseconds timeout) const {
  const auto url = net::Url::parse(url_);
  if (!url) return Error{url.error().what + " (--server, MAILRIG_URL)"};
  auto response = net::http_get(*url, target(path, parameters), timeout);
  if (!response)
    return Error{"cannot ask " + url_ + ": " + response.error().what +
                 "; is mailrig running there? (--server, MAILRIG_URL)"};
  return Answer{response->status, std::move(response->body)};
}

}  // namespace mailrig
