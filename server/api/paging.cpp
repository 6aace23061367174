#include "api/paging.hpp"

#include "api/number.hpp"

namespace mailrig::api {
namespace {

constexpr QueryParameter parameters_of_pages[] = {
    {"order", R"({"type":"string","enum":["asc","desc"],"default":"desc"})", "by begin"},
    {"limit", R"({"type":"integer","minimum":0,"maximum":1000,"default":50})",
     "items a page; 0 for the count alone"},
    {"cursor", R"({"type":"string"})", "`next` of the page before"},
};

}  // namespace

std::span<const QueryParameter> paging_parameters() { return parameters_of_pages; }

std::optional<Problem> read_paging(const Parameters& parameters, Query& query) {
  if (const auto order = find(parameters, "order")) {
    if (*order != "asc" && *order != "desc")
      return bad_parameter("order", "order=" + std::string(*order) + " is not known",
                           "order=asc or order=desc");
    query.ascending = *order == "asc";
  }
  if (const auto limit = find(parameters, "limit")) {
    auto number = read_number("limit", *limit, 0, 1'000);
    if (!number) return number.error();
    query.limit = *number;
  }
  if (const auto cursor = find(parameters, "cursor")) {
    auto number = read_number("cursor", *cursor, 1, UINT64_MAX);
    if (!number) {
      Problem problem = number.error();
      problem.hint = "use `next` of the page before, or leave it out";
      return problem;
    }
    query.cursor = *number;
  }
  return std::nullopt;
}

}  // namespace mailrig::api
