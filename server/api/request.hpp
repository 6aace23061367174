// One API request, already parsed; no Beast.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailrig::api {

struct Request {
  std::string method;                                        // upper case
  std::string target;                                        // as sent: path and query
  std::vector<std::pair<std::string, std::string>> headers;  // as sent, in order
  std::string body;
  std::string client_ip;
  bool body_too_large = false;  // the body passed the cap; `body` is empty

  // The first header of that name, without case; nothing if there is none.
  std::optional<std::string_view> header(std::string_view name) const;
};

}  // namespace mailrig::api
