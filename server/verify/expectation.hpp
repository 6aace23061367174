// What must be true of what happened: one line of a scenario's `expect`, as data.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern.hpp"
#include "verify/bounds.hpp"

namespace mailrig {

// What is counted.
enum class Subject : std::uint8_t {
  message,      // mail that was kept
  transaction,  // once ended, refused and broken ones too
  session,      // from connect
  command,      // a line that a client sent as a command
  rule,         // a firing of a rule
};
std::string_view to_string(Subject subject);
// True if records of that kind have the field.
bool has_field(Subject subject, Field field);
// The words of a match object for `subject`, `header:<Name>` as it stands.
const std::vector<std::string_view>& field_words(Subject subject);

// One part of the key that records are counted under.
struct KeyField {
  FieldName field;
  unsigned prefix = 0;  // `ip/24`: of the address; 0: the whole

  bool operator==(const KeyField&) const = default;
};
// `to`, `header:Message-ID`, `ip/24` …
Result<KeyField> parse_key_field(std::string_view text, Subject subject);
std::string to_string(const KeyField& part);

// How far apart the transactions of a key are to begin, on the policy clock.
struct Gaps {
  std::optional<std::chrono::milliseconds> min, max;
  std::optional<Bounds> growth;  // each gap over the one before, until `max` is reached
  double jitter = 0;             // the share that a gap may stray from all of these; 0..1
};

struct Expectation {
  std::string name;
  Subject subject = Subject::message;
  Conditions match;
  std::vector<KeyField> per;
  std::optional<Bounds> count;
  std::optional<std::chrono::milliseconds> within;   // to wait for the lower bound
  std::optional<std::chrono::milliseconds> lasting;  // `for`: to watch the upper bound
  std::vector<Pattern> outcome;                      // in order; of transactions
  std::optional<Gaps> gaps;                          // of transactions
  std::vector<FieldName> same;                       // of transactions
  Conditions all, none;
  std::vector<Conditions> sequence;

  bool keyed_by_recipient() const;
  // No record at all is as good as it should be.
  bool admits_nothing() const { return count && count->admits_zero(); }
  // There is something to wait for, and something to watch.
  bool has_lower() const;
  bool has_upper() const;
};

// Conditions as they would be written: `to bob@*, subject "Order *"`; "anything" if there are none.
std::string in_words(const Conditions& conditions);

}  // namespace mailrig
