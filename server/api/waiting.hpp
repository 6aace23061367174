// The query parameters of a long poll.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "api/problem.hpp"
#include "api/route.hpp"
#include "api/url.hpp"
#include "session/action.hpp"

namespace mailrig::api {

struct Waiting {
  std::optional<Milliseconds> wait;   // until `count` records match
  std::uint64_t count = 1;            // at least 1
  std::optional<Milliseconds> quiet;  // until none has matched for so long; never with `wait`
};

// Of lists: wait, count, quiet. Of `latest`: wait and count.
std::span<const QueryParameter> list_waiting_parameters();
std::span<const QueryParameter> latest_waiting_parameters();

Result<Waiting, Problem> read_waiting(const Parameters& parameters);

}  // namespace mailrig::api
