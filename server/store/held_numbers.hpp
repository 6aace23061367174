// Numbers that come in ascending order and mostly go from the front, in one block: a deque takes
// 600 octets for its first one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mailrig {

class HeldNumbers {
 public:
  void push_back(std::uint64_t number) { numbers_.push_back(number); }
  // Amortised O(1) for the first one, else O(n). Nothing if it is not there.
  void take(std::uint64_t number) {
    if (empty()) return;
    if (*begin() != number) {
      const auto found = std::lower_bound(begin(), end(), number);
      if (found != end() && *found == number) numbers_.erase(found);
      return;
    }
    if (++gone_ < numbers_.size() / 2 + 1) return;
    numbers_.erase(numbers_.begin(), begin());
    gone_ = 0;
  }
  bool empty() const { return size() == 0; }
  std::size_t size() const { return numbers_.size() - gone_; }
  std::vector<std::uint64_t>::const_iterator begin() const {
    return numbers_.begin() + static_cast<std::ptrdiff_t>(gone_);
  }
  std::vector<std::uint64_t>::const_iterator end() const { return numbers_.end(); }

 private:
  std::vector<std::uint64_t> numbers_;
  std::size_t gone_ = 0;  // of them, at the front
};

}  // namespace mailrig
