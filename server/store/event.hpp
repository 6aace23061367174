// One line of a transcript.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/stage.hpp"
#include "store/trace.hpp"

namespace mailrig {

// Steady time as the driver reads it; never shown to users.
using Time = std::chrono::steady_clock::time_point;
// Wall-clock time of records, UTC.
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

enum class Who : std::uint8_t { client, server, rig };

enum class EventKind : std::uint8_t {
  connect,
  tls,
  command,
  reply,
  data,  // a count of octets of content, not the octets
  auth,
  fault,  // what a rule did besides a reply: delay, close, silence
  close,
  note,  // what the rig noticed: a look-alike end of data, early talk
};

struct Event {
  std::chrono::microseconds at{0};  // since the session began
  Who who = Who::rig;
  EventKind kind = EventKind::note;
  std::string text;            // without the final CRLF; lines of a multi-line reply keep theirs
  std::uint64_t octets = 0;    // data: how many; else how many the line took on the wire
  std::uint64_t offset = 0;    // of the first octet, in its direction of the connection
  std::optional<Stage> stage;  // that it was offered to rules at
  std::optional<std::size_t> secret_from;  // text from here on is a secret: masked unless revealed
  std::string rule;                        // id of the rule that decided, or empty
  Trace trace;                             // every rule that counted it

  // The text with its secret shown as `****`.
  std::string masked() const;
};

std::string_view to_string(Who who);
std::string_view to_string(EventKind kind);

}  // namespace mailrig
