// A failed expectation as text, for terminals and test reports.
#pragma once

#include <string>

#include "verify/verdict.hpp"

namespace mailrig {

// Lines, each ended by \n: why, what came close, what rules did.
std::string failure_text(const ExpectationResult& result);

}  // namespace mailrig
