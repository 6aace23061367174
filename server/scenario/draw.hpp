// Chance without chance: numbers in [0, 1) that depend on nothing but what they are drawn for, so
// that threads, platforms and the order of other events do not matter.
#pragma once

#include <cstdint>
#include <string_view>

namespace mailrig {

// A running hash of what a draw is for. Same parts in the same order, same result, on every
// platform.
class Draw {
 public:
  Draw& mix(std::uint64_t number);
  Draw& mix(std::string_view text);  // with its length: ("ab","c") is not ("a","bc")
  std::uint64_t value() const;
  // 0 <= unit < 1, in steps of 2^-53.
  double unit() const;

 private:
  std::uint64_t state_ = 0x6a09e667f3bcc908;  // fraction of the square root of 2
};

}  // namespace mailrig
