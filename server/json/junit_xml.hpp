// Verdicts as JUnit XML, the form that CI servers read.
#pragma once

#include <string>
#include <vector>

#include "verify/failure_text.hpp"
#include "verify/verdict.hpp"

namespace mailrig::json {

struct JunitCase {
  std::string name;
  Judgement verdict = Judgement::pass;
  std::string message;     // in one line
  std::string text;        // the whole of it
  std::string system_out;  // transcripts
};

JunitCase junit_case(const ExpectationResult& result, std::string transcripts);

struct JunitSuite {
  std::string name;
  std::vector<JunitCase> cases;
};

// The XML is valid whatever octets the texts have: what XML cannot carry is written as \xNN.
std::string write_junit(const std::vector<JunitSuite>& suites);

}  // namespace mailrig::json
