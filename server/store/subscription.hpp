// Who is waiting for what. Not thread-safe: the store's lock guards it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.hpp"

namespace mailrig {

// The waiters, those for one literal recipient indexed by it: a mail for somebody else costs them
// nothing.
class WaitingRoom {
 public:
  struct Waiter {
    Store::Interest interest;
    Store::Wake wake;
    std::optional<std::string> recipient;  // lower case, if indexed
  };

  void enter(Waiter* waiter);
  void leave(Waiter* waiter);
  std::size_t size() const { return general_.size() + indexed_.size(); }

  // Wakes whoever may care. Fields that need the mail to be read (header, subject, body, …) are
  // taken to match: the waiter looks for itself, outside the lock.
  void message_came(const Message& message) const;
  void transaction_ended(const Transaction& transaction) const;
  void changed(ChangeKind kind) const;

 private:
  std::vector<Waiter*> general_;
  std::unordered_multimap<std::string, Waiter*> indexed_;
};

class Store::Subscription {
 public:
  Subscription(std::mutex& mutex, WaitingRoom& room, WaitingRoom::Waiter waiter);
  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

 private:
  std::mutex& mutex_;
  WaitingRoom& room_;
  WaitingRoom::Waiter waiter_;
};

}  // namespace mailrig
