// Records of one kind in the order of their numbers. Not thread-safe: the store's lock guards it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>

namespace mailrig {

template <class Record>
class Shelf {
 public:
  using Pointer = std::shared_ptr<Record>;
  struct Slot {
    std::uint64_t number;
    Pointer record;  // null once taken away
  };

  // Numbers come nearly in order, so that the place is found from the back.
  void put(std::uint64_t number, Pointer record) {
    auto place = slots_.end();
    while (place != slots_.begin() && std::prev(place)->number >= number) --place;
    if (place != slots_.end() && place->number == number) {
      if (!place->record) --empty_;
      place->record = std::move(record);
    } else {
      slots_.insert(place, Slot{number, std::move(record)});
    }
  }

  // Null if it is not here.
  Pointer at(std::uint64_t number) const {
    const auto place = find(number);
    return place == slots_.end() ? nullptr : place->record;
  }

  // Puts another version of a record in its place; nothing happens if it is gone.
  void replace(std::uint64_t number, Pointer record) {
    const auto place = slots_.begin() + (find(number) - slots_.cbegin());
    if (place != slots_.end() && place->record) place->record = std::move(record);
  }

  // What was there, or null. Amortised O(log n): emptied slots go when they are the oldest, or
  // when they outnumber the rest.
  Pointer take(std::uint64_t number) {
    const auto place = slots_.begin() + (find(number) - slots_.cbegin());
    if (place == slots_.end() || !place->record) return nullptr;
    Pointer record = std::move(place->record);
    place->record = nullptr;
    ++empty_;
    for (; !slots_.empty() && !slots_.front().record; --empty_) slots_.pop_front();
    if (empty_ > 64 && empty_ > slots_.size() / 2) {
      std::erase_if(slots_, [](const Slot& slot) { return !slot.record; });
      empty_ = 0;
    }
    return record;
  }

  std::size_t size() const { return slots_.size() - empty_; }

  // Up to `most` records on from `from` (not included; 0: from the end), newest or oldest first.
  template <class Visit>
  std::uint64_t walk(std::uint64_t from, bool ascending, std::size_t most, Visit&& visit) const {
    std::uint64_t last = 0;
    if (ascending) {
      auto place = std::upper_bound(slots_.begin(), slots_.end(), from, before_slot);
      for (; place != slots_.end() && most; ++place) last = step(*place, most, visit);
    } else {
      auto place =
          from ? std::lower_bound(slots_.begin(), slots_.end(), from, slot_before) : slots_.end();
      while (place != slots_.begin() && most) last = step(*--place, most, visit);
    }
    return last;
  }

 private:
  static bool slot_before(const Slot& slot, std::uint64_t number) { return slot.number < number; }
  static bool before_slot(std::uint64_t number, const Slot& slot) { return number < slot.number; }

  // Numbers have few gaps, so that the place is near where it would be without any: never beyond.
  typename std::deque<Slot>::const_iterator find(std::uint64_t number) const {
    if (slots_.empty() || number < slots_.front().number) return slots_.end();
    const std::uint64_t guess =
        std::min<std::uint64_t>(number - slots_.front().number, slots_.size() - 1);
    auto place = slots_.begin() + static_cast<std::ptrdiff_t>(guess);
    if (place->number != number)
      place = std::lower_bound(slots_.begin(), place + 1, number, slot_before);
    return place != slots_.end() && place->number == number ? place : slots_.end();
  }

  template <class Visit>
  static std::uint64_t step(const Slot& slot, std::size_t& most, Visit& visit) {
    if (slot.record) {
      visit(slot.record);
      --most;
    }
    return slot.number;
  }

  std::deque<Slot> slots_;
  std::size_t empty_ = 0;  // slots whose record was taken
};

}  // namespace mailrig
