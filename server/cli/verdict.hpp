// What verify and run have to say in the end: on stderr, in a JUnit file, and as an exit code.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "json/verdict_json.hpp"
#include "rig/remote.hpp"

namespace mailrig::cli {

// What was verified under one name: a scenario, or what the command did.
struct Suite {
  std::string name;
  std::vector<ExpectationResult> results;
};

// Asks `remote` for the verdict on expectations; `body` is what POST /v1/verify takes. The error
// has its exit code: 2 for what the server refuses, 3 for a server that does not answer.
struct VerifyFailure {
  int code;
  std::string what;
};
Result<json::VerdictReport, VerifyFailure> ask_for_verdict(const Remote& remote,
                                                           const std::string& body,
                                                           std::chrono::milliseconds patience);

// A line for each expectation that fails and why, then the transcripts of the sessions concerned.
void print_failures(const Remote& remote, const std::vector<Suite>& suites);

// Nothing, or why `path` cannot be written; found out before anything is started.
std::string check_writable(const std::string& path);
// Nothing, or why it could not be written.
std::string write_junit_file(const Remote& remote, const std::string& path,
                             const std::vector<Suite>& suites);

// The last line on stderr: `mailrig: verdict pass`, or fail with the reasons. Its exit code.
int say_verdict(const std::vector<Suite>& suites);

}  // namespace mailrig::cli
