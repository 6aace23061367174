// Why an expectation failed, for the person who has to mend something.
#pragma once

#include <optional>
#include <string>

#include "verify/verdict.hpp"

namespace mailrig {

// What of its range was lost, if what the expectation looks at was; in words.
std::optional<std::string> loss_of(const Expectation& expectation, const Evidence& evidence);

// "nothing matched: …", with what there was instead.
std::string nothing_matched(const Expectation& expectation, const Evidence& evidence);

// Adds how long was waited to what was missed.
void say_how_long(Opinion& opinion, std::chrono::milliseconds waited);

ExpectationResult passed(const Expectation& expectation, const std::vector<Group>& groups);
ExpectationResult failed(const Expectation& expectation, const std::vector<Group>& groups,
                         Opinion opinion, const Evidence& evidence);
ExpectationResult unknowable(const Expectation& expectation, std::string loss);

}  // namespace mailrig
