#include "api/waiting.hpp"

#include "api/number.hpp"

namespace mailrig::api {
namespace {

constexpr Milliseconds longest{5 * 60 * 1'000};

constexpr QueryParameter waiting_parameters[] = {
    {"wait", R"({"type":"string"})", "wait so long (10s, at most 5m) for `count` matches"},
    {"count", R"({"type":"integer","minimum":1,"default":1})", "how many matches to wait for"},
    {"quiet", R"({"type":"string"})", "wait so long for no match since `after`, or since now"},
};

}  // namespace

std::span<const QueryParameter> list_waiting_parameters() { return waiting_parameters; }
std::span<const QueryParameter> latest_waiting_parameters() {
  return std::span(waiting_parameters).first(2);
}

Result<Waiting, Problem> read_waiting(const Parameters& parameters) {
  Waiting waiting;
  const auto wait = find(parameters, "wait");
  const auto quiet = find(parameters, "quiet");
  const auto count = find(parameters, "count");
  if (wait && quiet)
    return bad_parameter("quiet", "wait and quiet are given both",
                         "wait is for something to come, quiet for nothing to come");
  if (wait) {
    auto time = read_duration("wait", *wait, longest);
    if (!time) return time.error();
    waiting.wait = *time;
  }
  if (quiet) {
    auto time = read_duration("quiet", *quiet, longest);
    if (!time) return time.error();
    waiting.quiet = *time;
  }
  if (count) {
    if (!wait)
      return bad_parameter("count", "count is given without wait",
                           "add wait=10s, or use limit for how many to list");
    auto number = read_number("count", *count, 1, UINT64_MAX);
    if (!number) {
      Problem problem = number.error();
      if (*count == "0") problem.hint = "to see that nothing comes use quiet=2s";
      return problem;
    }
    waiting.count = *number;
  }
  return waiting;
}

}  // namespace mailrig::api
