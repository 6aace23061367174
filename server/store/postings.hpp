// The numbers of the records that share a value, in order. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace mailrig {

class Postings {
 public:
  // Once, however often it is said. Numbers come nearly in order.
  void add(std::uint64_t number);
  // Nothing happens if it is not here. Amortised O(log n).
  void remove(std::uint64_t number);
  std::size_t size() const { return many_ ? many_->held() : sole_ != 0 ? 1 : 0; }

  // Up to `most` numbers on from `from` (not included; 0: from the end); the last one visited, or
  // 0.
  template <class Visit>
  std::uint64_t walk(std::uint64_t from, bool ascending, std::size_t most, Visit&& visit) const {
    if (!many_) {
      const bool beyond = from == 0 || (ascending ? sole_ > from : sole_ < from);
      if (sole_ == 0 || !beyond || most == 0) return 0;
      visit(sole_);
      return sole_;
    }
    std::uint64_t last = 0;
    const auto step = [&](std::uint64_t entry) {
      if (entry & kGone) return;
      visit(entry);
      last = entry;
      --most;
    };
    const auto begin = many_->begin(), end = many_->numbers.cend();
    if (ascending) {
      for (auto at = std::upper_bound(begin, end, from, before); at != end && most; ++at) step(*at);
    } else {
      auto at = from == 0 ? end : std::lower_bound(begin, end, from, before);
      while (at != begin && most) step(*--at);
    }
    return last;
  }

 private:
  // Removed numbers stay with this bit until they outnumber the rest.
  static constexpr std::uint64_t kGone = std::uint64_t{1} << 63;
  static bool before(std::uint64_t a, std::uint64_t b) { return (a & ~kGone) < (b & ~kGone); }

  struct Many {
    std::vector<std::uint64_t> numbers;
    std::size_t first = 0;  // those before it are gone
    std::size_t gone = 0;   // of the others

    std::vector<std::uint64_t>::const_iterator begin() const {
      return numbers.cbegin() + static_cast<std::ptrdiff_t>(first);
    }
    std::size_t held() const { return numbers.size() - first - gone; }
    void compact();
  };

  // Most values belong to one record: that needs no list.
  std::uint64_t sole_ = 0;
  std::unique_ptr<Many> many_;
};

}  // namespace mailrig
