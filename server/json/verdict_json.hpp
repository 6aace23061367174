// Results of a verification as the API answers them, and as its clients read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/verdict.hpp"

namespace mailrig::json {

struct VerdictReport {
  std::vector<ExpectationResult> results;
  std::uint64_t sessions = 0;  // in range
  std::uint64_t seq = 0;       // of the store when it was looked at last
};

// {"verdict": …, "results": […], "sessions": …, "seq": …}
std::string write_verdict(const VerdictReport& report);
// Nothing if `text` is no such document.
std::optional<VerdictReport> read_verdict(std::string_view text);

}  // namespace mailrig::json
