#include "api/route.hpp"

#include <vector>

#include "api/info_routes.hpp"
#include "api/message_routes.hpp"
#include "api/record_routes.hpp"
#include "api/rule_routes.hpp"
#include "api/steering_routes.hpp"
#include "api/verify_routes.hpp"

namespace mailrig::api {

std::string_view to_string(Method method) {
  static constexpr std::string_view words[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  return words[static_cast<std::size_t>(method)];
}

const QueryParameter* Route::find(std::string_view parameter) const {
  for (const auto& group : parameters)
    for (const QueryParameter& each : group)
      if (each.name == parameter || (each.name.ends_with(':') && parameter.starts_with(each.name)))
        return &each;
  return nullptr;
}

std::span<const Route> routes() {
  static const std::vector<Route> table = [] {
    std::vector<Route> all;
    for (const auto& some : {message_routes(), record_routes(), rule_routes(), info_routes(),
                             verify_routes(), steering_routes()})
      all.insert(all.end(), some.begin(), some.end());
    return all;
  }();
  return table;
}

}  // namespace mailrig::api
