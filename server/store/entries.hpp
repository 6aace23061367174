// A page of the timeline: what an inbox shows.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "store/record.hpp"
#include "store/session_record.hpp"

namespace mailrig {

struct StoreEntry {
  std::uint64_t place = 0;
  std::variant<std::shared_ptr<const Message>, std::shared_ptr<const Transaction>,
               std::shared_ptr<SessionRecord>>
      record;
};

struct EntryPage {
  std::vector<StoreEntry> items;
  std::uint64_t total = 0;    // that match
  std::uint64_t removed = 0;  // taken from the timeline, ever: unless it grew, offsets stand
  std::uint64_t seq = 0;
};

}  // namespace mailrig
