// What the store's lock guards.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>

#include "store/ledger.hpp"
#include "store/shelf.hpp"
#include "store/store.hpp"
#include "store/subscription.hpp"

namespace mailrig {

struct Store::State {
  static constexpr std::size_t kRing = 10'000;

  std::mutex mutex;
  Shelf<const Message> messages;
  Shelf<const Transaction> transactions;
  Shelf<SessionRecord> sessions;
  Timeline timeline;
  Ledger ledger;
  WaitingRoom waiting;
  StoreCounts counts;  // what is held now is filled in by Store::counts()
  std::deque<Change> ring;
  std::atomic<std::uint64_t> transactions_begun{0};  // taken without the lock at MAIL

  struct Step {
    ChangeKind kind;
    std::uint64_t number;
    std::string rule = {};
  };
  // One more change; its seq.
  std::uint64_t next(Step step) {
    if (ring.size() == kRing) ring.pop_front();
    ring.push_back({++counts.seq, step.kind, step.number, std::move(step.rule)});
    return counts.seq;
  }

  // Begun, and not ended yet. Asked for unknown ids only.
  bool is_open(std::uint64_t number) const {
    bool open = false;
    sessions.walk(0, false, static_cast<std::size_t>(-1), [&](const auto& session) {
      open = open || (number != 0 && session->open_number() == number);
    });
    return open;
  }

  // Another version of a transaction, for its message too.
  void replace(std::shared_ptr<const Transaction> transaction) {
    if (const auto old = messages.at(transaction->message)) {
      auto message = std::make_shared<Message>(*old);
      message->transaction = transaction;
      messages.replace(old->number, std::move(message));
    }
    const std::uint64_t number = transaction->number;
    transactions.replace(number, std::move(transaction));
  }
};

}  // namespace mailrig
