// Events encoded to one octet buffer: a plain struct per event costs ten times as much.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "store/event.hpp"

namespace mailrig {

class EventLog {
 public:
  // Appends. `text` may be any octets. O(length), one amortised allocation.
  void append(const Event& event);
  // The short form for the hot path: no secret, rule or trace.
  void append(std::chrono::microseconds at, Who who, EventKind kind, std::string_view text,
              std::uint64_t octets, std::uint64_t offset, std::string_view stage);
  // Marks the place where transaction `number` stands in the session's order of events.
  void mark_transaction(std::uint64_t number);

  // Calls back in order: `event` for each event, `transaction` for each mark.
  void read(const std::function<void(Event&&)>& event,
            const std::function<void(std::uint64_t)>& transaction) const;

  std::size_t octets() const { return encoded_.size(); }
  // Room for `octets` at once: growing step by step costs five allocations a mail.
  void reserve(std::size_t octets) { encoded_.reserve(octets); }
  void shrink() { encoded_.shrink_to_fit(); }

 private:
  std::uint64_t step_to(std::chrono::microseconds at);
  void put_number(std::uint64_t value);
  void put_text(std::string_view text);
  void put_head(std::chrono::microseconds at, Who who, EventKind kind, std::uint8_t flags);

  std::string encoded_;
  std::chrono::microseconds last_{0};  // times are kept as differences
};

}  // namespace mailrig
