#include "scenario/clock.hpp"

#include <algorithm>
#include <cmath>

namespace mailrig {
namespace {

using std::chrono::microseconds;

const WallTime kLatest = std::chrono::sys_days(std::chrono::year{9000} / 1 / 1);

WallTime bounded(WallTime from, double by) {
  const auto room = static_cast<double>((kLatest - from).count());
  return by >= room ? kLatest : from + microseconds(std::llround(by));
}

}  // namespace

WallTime PolicyClock::at(WallTime real) const {
  const auto next = std::upper_bound(breaks_.begin(), breaks_.end(), real,
                                     [](WallTime time, const Break& b) { return time < b.real; });
  if (next == breaks_.begin()) return real;  // before the first
  const Break& one = *(next - 1);
  if (one.scale == 1) return std::min(one.policy + (real - one.real), kLatest);
  return bounded(one.policy, static_cast<double>((real - one.real).count()) * one.scale);
}

std::optional<WallTime> PolicyClock::when(WallTime policy) const {
  if (breaks_.empty()) return policy;
  const Break& one = breaks_.back();
  if (policy <= one.policy) return one.real;
  if (one.scale <= 0) return std::nullopt;
  const double away = std::ceil(static_cast<double>((policy - one.policy).count()) / one.scale);
  if (away >= static_cast<double>((kLatest - one.real).count())) return std::nullopt;
  return one.real + microseconds(std::llround(away));
}

// Threads read the time before they wait for their turn.
WallTime PolicyClock::after_last(WallTime now) const {
  return breaks_.empty() ? now : std::max(now, breaks_.back().real);
}

void PolicyClock::add(Break one) {
  // Two changes at one moment are one.
  if (!breaks_.empty() && breaks_.back().real == one.real) {
    breaks_.back() = one;
    return;
  }
  if (breaks_.size() >= most_breaks)
    breaks_.erase(breaks_.begin(), breaks_.begin() + most_breaks / 4);
  breaks_.push_back(one);
}

bool PolicyClock::advance(WallTime now, microseconds by) {
  now = after_last(now);
  const WallTime policy = at(now);
  if (by >= kLatest - policy) return false;
  add({now, policy + by, scale()});
  return true;
}

void PolicyClock::set_scale(WallTime now, double scale) {
  now = after_last(now);
  add({now, at(now), scale});
}

}  // namespace mailrig
