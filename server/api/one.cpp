#include "api/one.hpp"

namespace mailrig::api {

Problem no_latest(std::string_view noun) {
  Problem problem;
  problem.status = 404;
  problem.type = "not-found";
  problem.title = "There is no such thing";
  problem.detail = "no " + std::string(noun) + " matches";
  problem.hint = "add wait=10s to wait for one";
  return problem;
}

Problem filters_beside_id(const Parameters& query, std::string_view id) {
  std::string_view culprit;
  for (const auto& [name, value] : query)
    if (culprit.empty() && name != "reveal" && name != "brief" && name != "checksums" &&
        name != "remote")
      culprit = name;
  return bad_parameter(
      culprit,
      "filters and waits choose the latest, but \"" + std::string(id) + "\" is already one record",
      "ask for latest instead of the id, or leave them out");
}

}  // namespace mailrig::api
