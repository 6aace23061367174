// When the records of each block of 1,024 numbers came and changed, so that a search by time or
// `after` passes over the blocks that cannot have any. Numbers follow time only nearly: sessions
// count steadily from a wall clock that may be set. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "store/event.hpp"

namespace mailrig {

// What a record must be within, besides its conditions.
struct Bounds {
  std::uint64_t after = 0;  // its seq is greater
  std::optional<WallTime> since, until;

  bool any() const { return after != 0 || since || until; }
};

class Zones {
 public:
  static constexpr std::uint64_t kBlock = 1'024;

  void add(std::uint64_t number, WallTime when, std::uint64_t seq);
  void changed(std::uint64_t number, std::uint64_t seq);
  void remove(std::uint64_t number);

  // From `place` (the last number looked at; 0: none yet) on over blocks that hold nothing within
  // `bounds`: the place to go on from. With `inside`, also over blocks up to number `newest` that
  // are within bounds as a whole, whose records are counted there.
  std::uint64_t leap(std::uint64_t place, bool ascending, const Bounds& bounds,
                     std::uint64_t newest, std::uint64_t* inside) const;
  // How many records stand in blocks that may have some within `bounds`.
  std::uint64_t candidates(const Bounds& bounds) const;

 private:
  struct Zone {
    std::uint64_t block;
    std::uint64_t count = 0;
    WallTime earliest, latest;
    std::uint64_t least_seq, most_seq;

    bool outside(const Bounds& bounds) const;
    bool inside(const Bounds& bounds) const;
  };
  std::deque<Zone>::iterator find(std::uint64_t block);

  std::deque<Zone> zones_;
};

}  // namespace mailrig
