// The API described as an OpenAPI 3.1 document, from a table of its operations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig::json {

struct QueryDescription {
  std::string_view name;    // ends in `:` if it is a prefix of names
  std::string_view schema;  // JSON
  std::string_view summary;
  bool repeatable = false;
};

struct AnswerDescription {
  int status = 200;
  std::string_view content_type;
  std::string_view schema;  // name of a component; empty: not JSON
};

struct BodyDescription {
  std::string_view content_type;
  std::string_view schema;  // name of a component; empty: not JSON
};

struct Operation {
  std::string method;  // lower case
  std::string_view path, name, summary;
  std::vector<QueryDescription> query;
  std::vector<BodyDescription> bodies;     // any of them; empty: no body
  bool body_required = true;
  std::vector<AnswerDescription> answers;  // besides problems
};

std::string write_openapi(std::string_view version, const std::vector<Operation>& operations);

}  // namespace mailrig::json
