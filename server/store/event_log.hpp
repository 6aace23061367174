// Events encoded to one octet buffer: a plain struct per event costs ten times as much.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "store/event.hpp"
#include "store/shared_text.hpp"

namespace mailrig {

class EventLog {
 public:
  EventLog();
  ~EventLog();
  EventLog(const EventLog& other);
  EventLog(EventLog&&) noexcept;
  EventLog& operator=(EventLog other) noexcept;

  // Appends. `text` may be any octets. O(length), one amortised allocation; O(octets()) once after
  // shrink().
  void append(const Event& event);
  // The short form for the hot path: no secret, rule or trace.
  void append(std::chrono::microseconds at, Who who, EventKind kind, std::string_view text,
              std::uint64_t octets, std::uint64_t offset, std::optional<Stage> stage);
  // Marks the place where transaction `number` stands in the session's order of events.
  void mark_transaction(std::uint64_t number);

  // Calls back in order: `event` for each event, `transaction` for each mark.
  void read(const std::function<void(Event&&)>& event,
            const std::function<void(std::uint64_t)>& transaction) const;

  std::size_t octets() const { return encoded().size(); }
  // Room for `octets` at once: growing step by step costs five allocations a mail.
  void reserve(std::size_t octets);
  // To the room that it takes; copies share it from then on.
  void shrink();

 private:
  struct Writing;
  struct Spares;
  Writing& writing() { return writing_ ? *writing_ : begin_writing(); }
  Writing& begin_writing();
  std::string_view encoded() const;
  void put(std::uint8_t more, std::chrono::microseconds at, Who who, EventKind kind,
           std::string_view text, std::uint64_t octets, std::uint64_t offset,
           std::optional<Stage> stage);
  void put_octet(unsigned char value);
  void put_number(std::uint64_t value);
  void put_text(std::string_view text);

  // One of the two.
  std::unique_ptr<Writing> writing_;
  SharedText kept_;
};

}  // namespace mailrig
