// The policy clock of one inbox: the time that windows, ages, timers and the gaps of expectations
// go by. It runs with the real one until it is scaled or jumps, and keeps where it did.
#pragma once

#include <optional>
#include <vector>

#include "store/event.hpp"

namespace mailrig {

class PolicyClock {
 public:
  static constexpr double fastest = 1e6;  // of scale; 0 stands still
  static constexpr std::size_t most_breaks = 10'000;

  // From `real` on, until the next break, policy time goes `scale` times as fast.
  struct Break {
    WallTime real, policy;
    double scale = 1;
  };

  // Policy time at a real time, which may be long ago: each part of the past goes by its own break.
  WallTime at(WallTime real) const;
  // When it will be that time, if nothing changes; nothing if never.
  std::optional<WallTime> when(WallTime policy) const;

  double scale() const { return breaks_.empty() ? 1 : breaks_.back().scale; }
  // From `now` on. False, and no change, if the clock would leave the years that can be written.
  bool advance(WallTime now, std::chrono::microseconds by);
  void set_scale(WallTime now, double scale);
  // In order; empty as long as policy time is real time.
  const std::vector<Break>& breaks() const { return breaks_; }

 private:
  void add(Break one);
  WallTime after_last(WallTime now) const;

  std::vector<Break> breaks_;
};

}  // namespace mailrig
