// What a number may be in an expectation: `1`, `2-3`, `>=2`, `<5`, `>=1.5`.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "mail/result.hpp"

namespace mailrig {

class Bounds {
 public:
  enum class Numbers : bool { whole, any };

  // Not negative. The error says what is wrong with `text`.
  static Result<Bounds> parse(std::string_view text, Numbers numbers);
  static Bounds at_least(double low);

  // Whether it is not too small, and not too large.
  bool reached_by(double number) const { return low_open_ ? number > low_ : number >= low_; }
  bool kept_by(double number) const { return high_open_ ? number < high_ : number <= high_; }

  bool admits_zero() const { return reached_by(0); }
  bool has_upper() const { return high_ != std::numeric_limits<double>::infinity(); }

  double low() const { return low_; }
  double high() const { return high_; }

  // "1", "2 to 3", "at least 2", "less than 5".
  std::string in_words() const;

 private:
  double low_ = 0;
  double high_ = std::numeric_limits<double>::infinity();
  bool low_open_ = false, high_open_ = false;
};

// A number as people write it: without an exponent, at most three digits behind the point.
std::string in_words(double number);

}  // namespace mailrig
