// The numbers of the records that share a value, in order. Not thread-safe.
#pragma once

#include <algorithm>
#include <bit>
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

  // Once, however often it is said. Numbers come nearly in order, and are less than 2^52.
  void add(std::uint64_t number);
  // Nothing happens if it is not here. Amortised O(log n).
  void remove(std::uint64_t number);
  std::size_t size() const { return many() ? many()->held : sole() != 0 ? 1 : 0; }

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
    const auto step = [&](std::uint64_t number) {
      visit(number);
      last = number;
      --most;
    };
    const auto begin = many()->begin(), end = many()->words.cend();
    if (ascending) {
      for (auto at = std::lower_bound(begin, end, from, before); at != end && most; ++at) {
        const std::uint64_t base = first_of(*at);
        std::uint64_t bits = *at & kBits;
        if (block_of(from) == *at >> 16) bits &= ~(bit_of(from) * 2 - 1);
        for (; bits && most; bits &= bits - 1)
          step(base + static_cast<unsigned>(std::countr_zero(bits)));
      }
    } else {
      auto at = from == 0 ? end : std::upper_bound(begin, end, from, after);
      while (at != begin && most) {
        const std::uint64_t base = first_of(*--at);
        std::uint64_t bits = *at & kBits;
        if (from != 0 && block_of(from) == *at >> 16) bits &= bit_of(from) - 1;
        while (bits && most) {
          const std::uint64_t top = std::bit_floor(bits);
          step(base + static_cast<unsigned>(std::countr_zero(top)));
          bits ^= top;
        }
      }
    }
    return last;
  }

 private:
  // A word stands for sixteen numbers that follow each other: which sixteen in its upper 48 bits,
  // which of them are here in the others. In a row they take half an octet each, and nowhere more
  // than the number itself would.
  static constexpr std::uint64_t kBlock = 16, kBits = 0xffff;
  static std::uint64_t block_of(std::uint64_t number) { return number / kBlock; }
  static std::uint64_t bit_of(std::uint64_t number) { return std::uint64_t{1} << number % kBlock; }
  static std::uint64_t word_of(std::uint64_t number) {
    return block_of(number) << 16 | bit_of(number);
  }
  static std::uint64_t first_of(std::uint64_t word) { return (word >> 16) * kBlock; }
  static bool before(std::uint64_t word, std::uint64_t number) {
    return word >> 16 < block_of(number);
  }
  static bool after(std::uint64_t number, std::uint64_t word) {
    return block_of(number) < word >> 16;
  }

  struct Many {
    std::vector<std::uint64_t> words;  // emptied ones stay until they outnumber the rest
    std::uint32_t first = 0;           // those before it are empty
    std::uint32_t empty = 0;           // of the others
    std::size_t held = 0;

    std::vector<std::uint64_t>::const_iterator begin() const {
      return words.cbegin() + static_cast<std::ptrdiff_t>(first);
    }
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
