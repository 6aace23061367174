// The inboxes there are, and which of them an event is in. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenario/armed.hpp"
#include "session/behavior.hpp"

namespace mailrig {

struct Inbox {
  std::string name;
  WallTime made{};
  std::optional<WallTime> expires;
  bool pinned = false;  // a scenario file names it: it stays
};

class InboxRegister {
 public:
  static constexpr std::size_t most = 10'000;  // beyond, the idlest goes
  static constexpr std::string_view none = "default";
  static constexpr std::string_view reserved_domain = ".inbox.test";

  // `made` and `gone` are told of each inbox that comes and goes, outside the lock.
  using Told = std::function<void(const std::string& name)>;
  InboxRegister(std::function<WallTime()> clock, Told made, Told gone);

  // False if there is one of that name already; then only what it lacks is added: a pin.
  bool declare(const std::string& name, std::optional<Milliseconds> ttl = std::nullopt,
               bool pinned = false);
  bool known(std::string_view name) const;  // `default` too
  // It was, and its time is over.
  bool expired(std::string_view name) const;
  std::optional<Inbox> find(std::string_view name) const;
  std::vector<Inbox> list() const;         // by name
  std::vector<std::string> names() const;  // `default` too
  bool remove(const std::string& name);
  // Drops the pins of all; scenarios that stay pin theirs again.
  void unpin();
  // Removes those whose time is over. When the next one's will be.
  std::optional<WallTime> sweep();
  // Whether sweep() has something to do: cheap.
  bool due() const {
    const std::int64_t next = next_end_.load(std::memory_order_relaxed);
    return next != 0 && clock_().time_since_epoch().count() >= next;
  }

  // The inbox of all that a session does: of its leased port, its user, its EHLO label.
  std::string of_session(const Facts& facts);
  // The inbox that an address or a domain belongs to, declared by it if it is reserved.
  std::optional<std::string> of_domain(std::string_view domain);
  // The inboxes that an event is in, with the recipients in play; never empty.
  std::vector<Party> parties(const Moment& moment);
  // Those of its record: of refused recipients too.
  std::vector<std::string> of_record(const Moment& moment);

 private:
  struct Entry {
    Inbox inbox;
    std::atomic<std::int64_t> used{0};  // wall time in µs
  };
  std::vector<Party> part(const Moment& moment, std::vector<const Recipient*> recipients);
  bool use(std::string_view name) const;  // true if it is known; it is not idle now
  std::optional<std::string> of_label(std::string_view label, bool reserved);
  std::optional<std::string> of_header(const Moment& moment) const;
  std::string idlest() const;
  bool any() const { return any_.load(std::memory_order_acquire); }

  const std::function<WallTime()> clock_;
  const Told made_, gone_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::unique_ptr<Entry>> entries_;
  std::atomic<bool> any_{false};           // there are entries: asked at each recipient
  std::atomic<std::int64_t> next_end_{0};  // wall time in µs; 0: none
  std::vector<std::string> expired_;       // the latest, a ring
  std::size_t next_expired_ = 0;
};

}  // namespace mailrig
