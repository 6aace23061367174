// Errors of the API as application/problem+json (RFC 9457).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/problem.hpp"

namespace mailrig::json {

struct Problem {
  int status = 400;
  std::string type = {};                      // the last part of its path: "unknown-parameter"
  std::string title = {};                     // the same for each problem of this type
  std::string detail = {};                    // this one, in words
  std::string hint = {};                      // what to do; may be empty
  std::optional<std::string> parameter = {};  // of the query, if one is to blame
  std::optional<std::string> pointer = {};    // into the body (RFC 6901), if a place in it is
  Faults faults = {};                         // all of the body's, if there are several
  // Further members: name and JSON text.
  std::vector<std::pair<std::string, std::string>> more = {};
};

std::string write_problem(const Problem& problem);

}  // namespace mailrig::json
