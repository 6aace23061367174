#include "api/request.hpp"

#include "mail/ascii.hpp"

namespace mailrig::api {

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (iequals(key, name)) return std::string_view(value);
  return std::nullopt;
}

}  // namespace mailrig::api
