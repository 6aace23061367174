// What an inbox shows, in the order it came: messages, transactions that became none, and sessions
// that failed before any. Not thread-safe: the store's lock guards it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>

#include "store/ledger.hpp"

namespace mailrig {

class Timeline {
 public:
  using Entry = Ledger::Entry;

  // The entry's place: counted from 1, never used again.
  std::uint64_t add(Entry entry) {
    slots_.push_back({++last_, 0, entry});
    return last_;
  }

  // Nothing happens if it is not here. Amortised O(log n), as Shelf.
  void take(std::uint64_t place) {
    const auto slot = std::lower_bound(slots_.begin(), slots_.end(), place, before);
    if (slot == slots_.end() || slot->place != place || slot->taken) return;
    slot->taken = 1;
    ++removed_;
    ++empty_;
    for (; !slots_.empty() && slots_.front().taken; --empty_) slots_.pop_front();
    if (empty_ > 64 && empty_ > slots_.size() / 2) {
      std::erase_if(slots_, [](const Slot& each) { return each.taken != 0; });
      empty_ = 0;
    }
  }

  std::size_t size() const { return slots_.size() - empty_; }
  std::uint64_t last() const { return last_; }        // place of the newest there ever was
  std::uint64_t removed() const { return removed_; }  // how many were taken, ever

  // Calls visit(place, entry) for up to `most` entries after `from` (0: from the oldest).
  template <class Visit>
  void walk_after(std::uint64_t from, std::size_t most, Visit&& visit) const {
    auto slot = std::lower_bound(slots_.begin(), slots_.end(), from + 1, before);
    for (; slot != slots_.end() && most; ++slot) most -= step(*slot, visit);
  }

  // The same for those from the `offset`th on, counted from the oldest.
  template <class Visit>
  void walk_from(std::size_t offset, std::size_t most, Visit&& visit) const {
    if (offset >= size()) return;
    auto slot = slots_.begin();
    if (empty_ == 0) {
      slot += static_cast<std::ptrdiff_t>(offset);
    } else {
      for (; offset != 0 || slot->taken; ++slot)
        if (!slot->taken) --offset;
    }
    for (; slot != slots_.end() && most; ++slot) most -= step(*slot, visit);
  }

 private:
  struct Slot {
    std::uint64_t place : 63;
    std::uint64_t taken : 1;
    Entry entry;
  };
  static bool before(const Slot& slot, std::uint64_t place) { return slot.place < place; }

  template <class Visit>
  static std::size_t step(const Slot& slot, Visit& visit) {
    if (slot.taken) return 0;
    visit(slot.place, slot.entry);
    return 1;
  }

  std::deque<Slot> slots_;
  std::size_t empty_ = 0;
  std::uint64_t last_ = 0, removed_ = 0;
};

}  // namespace mailrig
