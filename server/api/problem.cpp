#include "api/problem.hpp"

namespace mailrig::api {

Response to_response(const Problem& problem) {
  Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.body = json::write_problem(problem);
  return response;
}

Problem bad_parameter(std::string_view name, std::string detail, std::string hint) {
  Problem problem;
  problem.type = "bad-parameter";
  problem.title = "A query parameter cannot be used";
  problem.detail = std::move(detail);
  problem.hint = std::move(hint);
  problem.parameter = name;
  return problem;
}

Problem bad_body(const Faults& faults) {
  Problem problem;
  problem.type = "bad-body";
  problem.title = "The body cannot be used";
  if (!faults.empty()) {
    problem.detail = faults.front().reason;
    problem.hint = faults.front().hint;
    problem.pointer = faults.front().pointer;
  }
  if (faults.size() > 1) problem.faults = faults;
  return problem;
}

Problem unknown_id(std::string_view noun, std::string_view id) {
  Problem problem;
  problem.status = 404;
  problem.type = "not-found";
  problem.title = "There is no such thing";
  problem.detail = "there is no " + std::string(noun) + " \"" + std::string(id) + "\"";
  problem.hint = "GET /v1/" + std::string(noun) + "s lists them";
  if (!id.empty() && id.find_first_not_of("0123456789") == std::string_view::npos)
    problem.hint =
        "did you mean " + std::string(noun.substr(0, 1)).append(id) + "? " + problem.hint;
  return problem;
}

Problem gone(std::string_view noun, std::string_view id) {
  Problem problem;
  problem.status = 410;
  problem.type = "gone";
  problem.title = "It was here, and is no longer";
  problem.detail = std::string(noun) + " \"" + std::string(id) + "\" was evicted or deleted";
  problem.hint = "if nobody deleted it, raise --max-kept; /v1/info counts evictions";
  return problem;
}

Response too_many(std::string_view what, std::size_t most, std::string_view flag) {
  Problem problem;
  problem.status = 503;
  problem.type = "too-many";
  problem.title = "Too many at once";
  problem.detail = std::to_string(most) + " " + std::string(what) + " are open, which is the limit";
  problem.hint = "end some, or raise " + std::string(flag);
  Response response = to_response(problem);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace mailrig::api
