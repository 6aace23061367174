#include "store/zones.hpp"

#include <algorithm>

namespace mailrig {

bool Zones::Zone::outside(const Bounds& bounds) const {
  return count == 0 || most_seq <= bounds.after || (bounds.since && latest < *bounds.since) ||
         (bounds.until && earliest > *bounds.until);
}

bool Zones::Zone::inside(const Bounds& bounds) const {
  return least_seq > bounds.after && (!bounds.since || earliest >= *bounds.since) &&
         (!bounds.until || latest <= *bounds.until);
}

// The first zone that is not before `block`. New numbers are at the end.
std::deque<Zones::Zone>::iterator Zones::find(std::uint64_t block) {
  if (!zones_.empty() && zones_.back().block == block) return std::prev(zones_.end());
  return std::lower_bound(
      zones_.begin(), zones_.end(), block,
      [](const Zone& zone, std::uint64_t wanted) { return zone.block < wanted; });
}

void Zones::add(std::uint64_t number, WallTime when, std::uint64_t seq) {
  const std::uint64_t block = number / kBlock;
  auto zone = find(block);
  if (zone == zones_.end() || zone->block != block)
    zone = zones_.insert(zone, Zone{block, 0, when, when, seq, seq});
  ++zone->count;
  zone->earliest = std::min(zone->earliest, when);
  zone->latest = std::max(zone->latest, when);
  zone->least_seq = std::min(zone->least_seq, seq);
  zone->most_seq = std::max(zone->most_seq, seq);
}

void Zones::changed(std::uint64_t number, std::uint64_t seq) {
  const auto zone = find(number / kBlock);
  if (zone != zones_.end() && zone->block == number / kBlock)
    zone->most_seq = std::max(zone->most_seq, seq);
}

void Zones::remove(std::uint64_t number) {
  const auto zone = find(number / kBlock);
  if (zone == zones_.end() || zone->block != number / kBlock) return;
  if (--zone->count == 0) zones_.erase(zone);
}

std::uint64_t Zones::leap(std::uint64_t place, bool ascending, const Bounds& bounds,
                          std::uint64_t newest, std::uint64_t* inside) const {
  // The block of the next number, and whether all of it lies ahead.
  const auto passes = [&](const Zone& zone, bool whole) {
    if (zone.outside(bounds)) return true;
    if (!inside || !whole || zone.block >= newest / kBlock || !zone.inside(bounds)) return false;
    *inside += zone.count;
    return true;
  };
  if (ascending) {
    const std::uint64_t next = place + 1;
    for (const Zone& zone : zones_) {
      if (zone.block < next / kBlock) continue;
      const std::uint64_t first = zone.block * kBlock;
      if (!passes(zone, std::max<std::uint64_t>(first, 1) >= next)) return place;
      place = first + kBlock - 1;
    }
    return place;
  }
  for (auto zone = zones_.rbegin(); zone != zones_.rend(); ++zone) {
    const std::uint64_t first = zone->block * kBlock;
    if (place != 0 && first >= place) continue;
    if (!passes(*zone, place == 0 || place >= first + kBlock)) return place;
    place = std::max<std::uint64_t>(first, 1);  // numbers begin at 1, so that nothing is before it
  }
  return place;
}

std::uint64_t Zones::candidates(const Bounds& bounds) const {
  std::uint64_t sum = 0;
  for (const Zone& zone : zones_)
    if (!zone.outside(bounds)) sum += zone.count;
  return sum;
}

}  // namespace mailrig
