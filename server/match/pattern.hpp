// Patterns over fields: the one matcher of rules, queries and expectations. Immutable, cheap to
// copy, safe to share between threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "match/field.hpp"

namespace mailrig {

class Pattern {
 public:
  // A string as written in a rule or a query: exact without case, `*` and `?` as wildcards, `\`
  // escapes; `/re/` and `/re/i` are RE2 expressions, unanchored. On number fields: `1000`,
  // `>1000`, `>=5`, `<5`, `<=5`, `2-3`. On boolean fields: `true`, `false`. On Field::body a plain
  // string matches when it is contained. Errors name what is wrong with `text`.
  static Result<Pattern> parse(std::string_view text, Field field);
  static Pattern contains(std::string_view needle);  // without case
  static Pattern exactly(std::string_view text);     // the whole, without case
  // As a plain string of parse(), but wherever it is contained.
  static Result<Pattern> anywhere(std::string_view glob);
  static Pattern equals(std::int64_t number);
  static Pattern between(std::int64_t low, std::int64_t high);  // both included
  static Pattern present(bool wanted);  // `true` or `false` on a text or number field:
                                        // there is a value, or there is none
  static Pattern is(bool wanted);       // on boolean fields
  static Pattern absent();              // `null`
  static Pattern any_of(std::vector<Pattern> members);
  static Pattern negation(Pattern inner);

  bool matches(const Value& value) const;

  // The one string, in lower case, that this pattern accepts; nothing if it accepts several.
  // For indexes.
  std::optional<std::string> literal() const;

  // How far `value` is from matching: 0 matches, 1 has nothing in common.
  double distance(const Value& value) const;

  // As it would be written in a rule.
  std::string to_string() const;

  struct Node;

 private:
  explicit Pattern(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

// One line of a `match` object or one query parameter.
struct Condition {
  FieldName field;
  Pattern pattern;
};
using Conditions = std::vector<Condition>;

// True if all hold. `lookup` is `Value(const FieldName&)`.
template <class Lookup>
bool matches(const Conditions& conditions, Lookup&& lookup) {
  for (const Condition& condition : conditions)
    if (!condition.pattern.matches(lookup(condition.field))) return false;
  return true;
}

}  // namespace mailrig
