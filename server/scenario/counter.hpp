// How often each key of one rule was seen. Bounded; not thread-safe: the engine's lock guards it.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mailrig {

class Counter {
 public:
  static constexpr std::size_t most_keys = 100'000;

  // `by_session`: every key belongs to a session and is forgotten with it.
  explicit Counter(bool by_session, std::size_t capacity = most_keys)
      : by_session_(by_session), capacity_(capacity) {}

  struct Event {
    const std::string& key;
    std::string_view inbox;
    std::uint64_t session = 0, transaction = 0;
  };
  struct Count {
    std::uint64_t ordinal = 0;  // of the event under its key, from 1
    // With `by_session`: which of the sessions this counter saw in the inbox it is, and which of
    // the transactions in the session (0 outside any). From 1, in the order of events.
    std::uint64_t session = 0, transaction = 0;
  };
  Count count(const Event& event);

  void forget_session(std::uint64_t session);

  std::size_t keys() const { return order_.size(); }
  std::uint64_t dropped() const { return dropped_; }  // keys, for want of room

 private:
  struct Entry {
    std::string key;
    std::uint64_t session;
    std::uint64_t ordinal;
  };
  using Order = std::list<Entry>;  // oldest first
  struct Visit {
    std::uint64_t ordinal = 0;
    std::uint64_t transaction = 0, transaction_ordinal = 0;  // the latest
    std::deque<Order::iterator> entries;                     // oldest first
  };

  bool by_session_;
  std::size_t capacity_;
  Order order_;
  std::unordered_map<std::string_view, Order::iterator> index_;  // views into order_
  std::unordered_map<std::uint64_t, Visit> visits_;
  std::unordered_map<std::string, std::uint64_t> sessions_;  // seen so far, by inbox
  std::uint64_t dropped_ = 0;
};

}  // namespace mailrig
