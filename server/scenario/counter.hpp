// How often each key of one rule was seen, when, and by which sessions. Bounded; not thread-safe:
// the engine's lock guards it.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/event.hpp"

namespace mailrig {

class Counter {
 public:
  static constexpr std::size_t most_keys = 100'000;
  // Times of events that windows remember, of all keys together.
  static constexpr std::size_t most_times = 1'000'000;

  struct Plan {
    bool by_session = false;  // every key belongs to a session and is forgotten with it
    bool ranked = false;      // ordinals are ranks among the key's open sessions
    std::optional<std::chrono::microseconds> window;  // ordinals count only the last so long
    std::optional<std::chrono::microseconds> expire;  // a key is forgotten so long after its first
    // Ordinals in a window beyond this one need not be told apart.
    std::size_t horizon = most_times;
  };
  explicit Counter(Plan plan, std::size_t capacity = most_keys)
      : plan_(plan), capacity_(capacity) {}

  struct Event {
    const std::string& key;
    std::string_view inbox;
    std::uint64_t session = 0, transaction = 0;
    WallTime now{};  // policy time
  };
  struct Count {
    std::uint64_t ordinal = 0;   // what `nth` looks at, from 1
    std::uint64_t lifetime = 0;  // events of the key since its first, this one too
    std::uint64_t fired = 0;     // firings of the key before this event
    WallTime first{};            // when the key was first seen
    // With `by_session`: which of the sessions this counter saw in the inbox it is, and which of
    // the transactions in the session (0 outside any). From 1, in the order of events.
    std::uint64_t session = 0, transaction = 0;
  };
  Count count(const Event& event);
  // The last event of `key` fired.
  void fire(const std::string& key);

  void forget_session(std::uint64_t session);
  void forget_inbox(std::string_view inbox);
  void forget_all();

  // Whether sessions that end concern it.
  bool knows_sessions() const { return plan_.by_session || plan_.ranked; }
  std::size_t keys() const { return order_.size(); }
  std::uint64_t dropped() const { return dropped_; }  // keys, for want of room

 private:
  struct Entry {
    std::string key, inbox;
    std::uint64_t session = 0;
    std::uint64_t lifetime = 0, fired = 0;
    WallTime first{};
    std::vector<std::uint64_t> open;  // ranked: the sessions, in the order they came
    std::vector<WallTime> times;      // windowed: of events, oldest first, from `begun` on
    std::size_t begun = 0;
  };
  using Order = std::list<Entry>;  // oldest first
  struct Visit {
    std::uint64_t ordinal = 0;
    std::uint64_t transaction = 0, transaction_ordinal = 0;  // the latest
    std::deque<Order::iterator> entries;                     // oldest first
  };

  Order::iterator entry_of(const Event& event);
  void meet(const Event& event, Count& count);
  std::uint64_t rank(Order::iterator entry, std::uint64_t session);
  std::uint64_t within(Entry& entry, WallTime now);
  void erase(Order::iterator entry);
  void part(Order::iterator entry, std::uint64_t session);

  Plan plan_;
  std::size_t capacity_;
  Order order_;
  std::unordered_map<std::string_view, Order::iterator> index_;  // views into order_
  std::unordered_map<std::uint64_t, Visit> visits_;
  std::unordered_map<std::string, std::uint64_t> sessions_;  // seen so far, by inbox
  std::size_t times_ = 0;                                    // held by all entries
  std::uint64_t dropped_ = 0;
};

}  // namespace mailrig
