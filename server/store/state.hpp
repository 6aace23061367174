// What the store's lock guards.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>

#include "store/index.hpp"
#include "store/ledger.hpp"
#include "store/losses.hpp"
#include "store/shelf.hpp"
#include "store/store.hpp"
#include "store/subscription.hpp"
#include "store/zones.hpp"

namespace mailrig {

template <class Record>
struct Place;

struct Store::State {
  static constexpr std::size_t kRing = 10'000;

  std::mutex mutex;
  Shelf<const Message> messages;
  Shelf<const Transaction> transactions;
  Shelf<SessionRecord> sessions;
  Timeline timeline;
  Zones message_zones, transaction_zones, session_zones;
  Index index;
  Owners last_inboxes;
  Ledger ledger;
  LossBook lost;
  WaitingRoom waiting;
  StoreCounts counts;  // what is held now is filled in by Store::counts()
  std::deque<Change> ring;
  std::atomic<std::uint64_t> transactions_begun{0};  // taken without the lock at MAIL

  struct Step {
    ChangeKind kind;
    std::uint64_t number;
    std::string_view rule = {};
  };
  // One more change; its seq.
  std::uint64_t next(Step step) {
    if (ring.size() == kRing) ring.pop_front();
    ring.push_back({++counts.seq, step.kind, step.number, step.rule});
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

  // Records come and go with what finds them.
  void put(std::shared_ptr<const Message> message) {
    message_zones.add(message->number, message->received, message->seq);
    const std::uint64_t number = message->number;
    messages.put(number, std::move(message));
  }
  void keep(std::shared_ptr<const Message> message) {
    index.add(*message);
    put(std::move(message));
  }
  // With the message that it became, or null.
  void keep(std::shared_ptr<const Transaction> transaction,
            std::shared_ptr<const Message> message) {
    index.add(*transaction, message.get());
    transaction_zones.add(transaction->number, transaction->began, transaction->seq);
    const std::uint64_t number = transaction->number;
    transactions.put(number, std::move(transaction));
    if (message) put(std::move(message));
  }
  std::shared_ptr<const Message> take_message(std::uint64_t number) {
    auto message = messages.take(number);
    if (message) {
      index.remove(*message);
      message_zones.remove(number);
    }
    return message;
  }
  std::shared_ptr<const Transaction> take_transaction(std::uint64_t number) {
    auto transaction = transactions.take(number);
    if (transaction) {
      index.remove(*transaction);
      transaction_zones.remove(number);
    }
    return transaction;
  }
  std::shared_ptr<SessionRecord> take_session(std::uint64_t number) {
    auto session = sessions.take(number);
    if (session) session_zones.remove(number);
    return session;
  }

  // What a search goes by.
  Place<const Message> place_of_messages() const;
  Place<const Transaction> place_of_transactions() const;
  Place<SessionRecord> place_of_sessions() const;

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
