// Expectations in JSON: a scenario's `expect`, and the body of POST /v1/verify.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "mail/result.hpp"
#include "verify/expectation.hpp"

namespace mailrig::json {

// An array of expectations, as `expect` of a scenario stands: already checked there.
Result<std::vector<Expectation>, Faults> read_expectations(std::string_view text);

// What POST /v1/verify asks: expectations of its own, or those of a loaded scenario.
struct VerifyRequest {
  std::vector<Expectation> expect;
  std::string scenario;  // name; empty: `expect` is given
  std::optional<Pattern> inbox;
  std::uint64_t after = 0;
  bool until_idle = false;  // stop watching as soon as no session is open
};
Result<VerifyRequest, Faults> read_verify_request(std::string_view text);

// The body of POST /v1/verify, for those who send it.
struct VerifyCall {
  std::string expect;    // a JSON array; empty: `scenario` is meant
  std::string scenario;  // name
  std::string inbox;     // pattern; empty: all
  std::uint64_t after = 0;
  bool until_idle = false;
};
std::string write_verify_call(const VerifyCall& call);

// How long the answer may take: the longest `within` and `for` of a JSON array of expectations.
std::chrono::milliseconds longest_wait(std::string_view expect);

}  // namespace mailrig::json
