#include "api/verify_routes.hpp"

#include "api/filter.hpp"
#include "api/near_misses.hpp"
#include "api/verify.hpp"

namespace mailrig::api {

std::span<const Route> verify_routes() {
  static const auto near = near_miss_parameters(), messages = message_filters();
  constexpr std::string_view json = "application/json", junit = "application/junit+xml";
  static const Route table[] = {
      {Method::post,
       "/v1/verify",
       verify,
       "verify",
       "Whether expectations hold: 200 if all do, else 422",
       {},
       BodyKind::json,
       "VerifyRequest",
       {{{200, json, "Verdict"}, {200, junit, ""}, {422, json, "Verdict"}, {422, junit, ""}}}},
      {Method::get,
       "/v1/near-misses",
       get_near_misses,
       "getNearMisses",
       "What came close to a rule that did not fire, or to a query",
       {near, messages},
       BodyKind::none,
       "",
       {{{200, json, "NearMisses"}}}},
  };
  return table;
}

}  // namespace mailrig::api
