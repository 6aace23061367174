// Near misses: how far a record is from what was asked for, field by field.
#pragma once

#include <string>
#include <vector>

#include "match/pattern.hpp"

namespace mailrig {

struct Difference {
  FieldName field;
  std::string wanted;  // the pattern as written
  std::string found;   // the value, shortened to 200 octets; "(none)" if there is none
};

struct NearMiss {
  double distance = 0;  // 0..1: weighted share of the conditions that fail
  std::vector<Difference> differences;
};

// `values[i]` is the value of `conditions[i].field`. An address or subject that fails weighs more
// than the rest, and a value that is close (edit distance) fails less than one that is not.
NearMiss measure(const Conditions& conditions, const std::vector<Value>& values);

}  // namespace mailrig
