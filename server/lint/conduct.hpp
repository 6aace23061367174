// Rules of SMTP that a client broke on the wire, as far as the record of its session tells.
#pragma once

#include <optional>
#include <span>
#include <string>
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
  std::string_view note;    // what the rig's note of it says; empty: there is none
  EventKind event;          // that shows it where no note does
  Conditions broken;        // the same as conditions: it was broken if they hold
};

std::span<const ConductRule> conduct_rules();

// Where a transcript shows that.
struct Sighting {
  std::size_t line = 0;  // of the transcript, from 1
  std::string text;      // what the rig noted, with the command it is about; secrets masked
};
// Nothing if it is not there any more.
std::optional<Sighting> sighting_of(const ConductRule& rule, const std::vector<Event>& transcript);

}  // namespace mailrig::lint
