#include "api/verify_routes.hpp"

#include "api/filter.hpp"
#include "api/near_misses.hpp"
#include "api/route_row.hpp"
#include "api/verify.hpp"

namespace mailrig::api {

std::span<const Route> verify_routes() {
  static const auto near = near_miss_parameters(), messages = message_filters();
  constexpr std::string_view junit = "application/junit+xml";
  constexpr Successes verdicts{{{200, json_type, "Verdict"},
                                {200, junit, ""},
                                {422, json_type, "Verdict"},
                                {422, junit, ""}}};
  static const Route table[] = {
      row(post, "/v1/verify", verify, "verify",
          "Whether expectations hold: 200 if all do, else 422", {}, json, "VerifyRequest",
          verdicts),
      row(get, "/v1/near-misses", get_near_misses, "getNearMisses",
          "What came close to a rule that did not fire, or to a query", {near, messages}, none, "",
          ok("NearMisses")),
  };
  return table;
}

}  // namespace mailrig::api
