// Why rules did what they did to one event: what promise 5, "explained", is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mailrig {

// What became of a rule that counted an event.
enum class Gate : std::uint8_t {
  fired,
  nth,        // the ordinal is not one of those named
  window,     // nor the ordinal within the window, nor the rank among open sessions
  times,      // it had fired as often as it may for this key
  age,        // too early or too late since the key's first event
  chance,     // the draw was at or above the chance
  outranked,  // it could have fired, but an earlier rule had
};

struct TraceEntry {
  std::string rule;            // its id: "r1", or "scenario/rule" for one from a file
  std::string name;            // its `name`, or empty
  std::string key;             // the values of `per`, joined by "|"; empty without `per`
  std::uint64_t ordinal = 0;   // from 1, of this key
  std::optional<double> draw;  // 0..1, if the rule has a chance
  Gate gate = Gate::fired;
  std::string why;  // one sentence: "ordinal 3 is not in nth 1-2"
};

using Trace = std::vector<TraceEntry>;

}  // namespace mailrig
