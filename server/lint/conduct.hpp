// Rules of SMTP that a client broke on the wire, as far as the record of its session tells.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "store/query.hpp"

namespace mailrig::lint {

// Filters of a list that find what broke a rule, as query parameters.
using Filter = std::vector<std::pair<std::string_view, std::string_view>>;

struct ConductRule {
  std::string_view name;    // "pregreet"
  std::string_view detail;  // a sentence for people, with the rule that was broken
  Filter filter;            // of GET /v1/sessions
  Conditions broken;        // the same as conditions: it was broken if they hold
};

std::span<const ConductRule> conduct_rules();

}  // namespace mailrig::lint
