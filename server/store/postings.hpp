// The numbers of the records that share a value, in order. Not thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace mailrig {

class Postings {
 public:
  Postings() = default;
  ~Postings() { clear(); }
  Postings(const Postings&) = delete;
  Postings& operator=(const Postings&) = delete;

  // Once, however often it is said. Numbers come nearly in order.
  void add(std::uint64_t number);
  // Nothing happens if it is not here. Amortised O(log n).
  void remove(std::uint64_t number);
  std::size_t size() const { return many() ? many()->held() : sole() != 0 ? 1 : 0; }

  // Up to `most` numbers on from `from` (not included; 0: from the end); the last one visited, or
  // 0.
  template <class Visit>
  std::uint64_t walk(std::uint64_t from, bool ascending, std::size_t most, Visit&& visit) const {
    if (!many()) {
      const bool beyond = from == 0 || (ascending ? sole() > from : sole() < from);
      if (sole() == 0 || !beyond || most == 0) return 0;
      visit(sole());
      return sole();
    }
    std::uint64_t last = 0;
    const auto step = [&](std::uint64_t entry) {
      if (entry & kGone) return;
      visit(entry);
      last = entry;
      --most;
    };
    const auto begin = many()->begin(), end = many()->numbers.cend();
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

  Many* many() const {
    return held_ & 1 ? reinterpret_cast<Many*>(static_cast<std::uintptr_t>(held_ - 1)) : nullptr;
  }
  std::uint64_t sole() const { return held_ & 1 ? 0 : held_ >> 1; }
  void set_sole(std::uint64_t number) { held_ = number << 1; }
  void set_many(Many* many) { held_ = reinterpret_cast<std::uintptr_t>(many) | 1; }
  void clear() {
    delete many();
    held_ = 0;
  }

  // Most values belong to one record, whose number needs no list: twice the number, or a list's
  // address and 1.
  std::uint64_t held_ = 0;
};

}  // namespace mailrig
