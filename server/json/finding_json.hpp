// Findings across records, a group for each rule that was broken.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lint/grouping.hpp"
#include "mail/outline.hpp"

namespace mailrig::json {

struct Findings {
  std::vector<lint::Group> groups;
  std::uint64_t messages = 0, sessions = 0;  // that were looked at
  std::uint64_t seq = 0;
};

// What examples are shown by.
struct Evidence {
  std::function<std::shared_ptr<const Outline>(const Message&)> outline;  // as a list shows it
  std::function<std::vector<Event>(const SessionRecord&)> transcript;
};

std::string write_findings(const Findings& findings, const Evidence& evidence);

}  // namespace mailrig::json
