// Everything that happened, within limits, and who waits for more. Thread-safe; one lock, taken at
// connect, end of transaction, close, and by readers for as long as they copy pointers.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "store/entries.hpp"
#include "store/ledger.hpp"
#include "store/losses.hpp"
#include "store/query.hpp"
#include "store/record.hpp"
#include "store/session_record.hpp"
#include "store/timeline.hpp"

namespace mailrig {

struct StoreLimits {
  std::uint64_t kept_octets = 256ull << 20;       // of everything recorded; oldest evicted beyond
  std::uint64_t in_flight_octets = 256ull << 20;  // of mail data being received
  std::uint64_t transcript_octets = 16ull << 20;  // per session and per transaction
  std::size_t sessions = 10'000;                  // open at once
};

enum class ChangeKind : std::uint8_t { message, transaction, session, rule };
std::string_view to_string(ChangeKind kind);

// One step of `seq`. The ring of the last 10,000 feeds the event stream.
struct Change {
  std::uint64_t seq = 0;
  ChangeKind kind = ChangeKind::message;
  std::uint64_t number = 0;  // of the record
  SharedText rule;           // id, for ChangeKind::rule
};

struct StoreCounts {
  std::uint64_t messages = 0, transactions = 0, sessions = 0, open_sessions = 0;     // held now
  std::uint64_t messages_received = 0, transactions_ended = 0, sessions_opened = 0;  // since start
  std::uint64_t rules_fired = 0;
  std::uint64_t searched = 0;  // records that queries looked at one by one
  std::uint64_t evicted_messages = 0, evicted_transactions = 0, evicted_sessions = 0;
  std::uint64_t kept_octets = 0, in_flight_octets = 0;
  std::uint64_t seq = 0;
};

class Store {
 public:
  using WallClock = std::function<WallTime()>;
  explicit Store(StoreLimits limits = {}, WallClock clock = {});  // default: the system's
  ~Store();

  const StoreLimits& limits() const { return limits_; }
  WallTime wall_now() const { return clock_(); }

  // --- sessions ---
  // Null if limits().sessions are open. `facts.session` is filled in.
  std::shared_ptr<SessionRecord> open_session(Facts&& facts, Time now);
  void close_session(SessionRecord& session, ClosedBy by, std::string_view how, Time now);

  // --- transactions, of the session's own thread ---
  void begin_transaction(SessionRecord& session, Sender from, Time now);
  struct Finished {
    std::uint64_t transaction = 0;
    std::uint64_t message = 0;  // 0 if not kept
  };
  // Ends the open transaction; visible to every reader when this returns. `content` may be null.
  // With `keep` it becomes a message. `reply` is the last reply without CRLF.
  Finished finish_transaction(SessionRecord& session, std::string_view outcome,
                              std::string_view reply, std::shared_ptr<const Content> content,
                              bool keep, Time now);
  // The last reply did not leave whole after all.
  void correct_outcome(std::uint64_t transaction, std::string_view outcome);

  // Accounts for mail data being received; false if the limit would be passed.
  bool claim_in_flight(std::uint64_t octets);
  void release_in_flight(std::uint64_t octets);

  // Wakes whoever follows everything, though seq stands still: something was deleted, or rules
  // were changed.
  void nudge();

  void note_rule_fired(std::string_view rule, std::uint64_t session);

  // --- what the API does ---
  std::shared_ptr<const Message> add_message(Envelope envelope, std::string inbox,
                                             std::shared_ptr<const Content> content);
  // Given up when `stop` becomes true, with whatever was found.
  Page<const Message> find_messages(const Query& query,
                                    const std::atomic<bool>* stop = nullptr) const;
  Page<const Transaction> find_transactions(const Query& query,
                                            const std::atomic<bool>* stop = nullptr) const;
  Page<SessionRecord> find_sessions(const Query& query,
                                    const std::atomic<bool>* stop = nullptr) const;
  // What an inbox shows: a message, a transaction that became none, or a session that failed before
  // any. `query` as for messages, its cursor not used; `offset` counts in its order.
  EntryPage find_entries(const Query& query, std::uint64_t offset,
                         const std::atomic<bool>* stop = nullptr) const;
  // Roughly how many octets have to be read to find that and to show the page.
  std::uint64_t effort(ChangeKind kind, const Query& query) const;

  // gone: it existed, and was evicted or deleted.
  enum class Missing : std::uint8_t { never, gone };
  std::variant<std::shared_ptr<const Message>, Missing> message(std::uint64_t number) const;
  std::variant<std::shared_ptr<const Transaction>, Missing> transaction(std::uint64_t number) const;
  std::variant<std::shared_ptr<SessionRecord>, Missing> session(std::uint64_t number) const;

  struct Patch {
    std::optional<bool> read;
    std::optional<std::vector<std::string>> tags;
  };
  std::uint64_t patch_messages(const Query& query, const Patch& patch);  // how many matched
  // Deletes the messages that match, and their transactions' content. Order and limit of `query`
  // do not count. How many.
  std::uint64_t erase_messages(const Query& query);

  // Takes those from what an inbox shows: of these places, or, if there are none, that match.
  // Messages are deleted; transactions and sessions stay on record. How many.
  std::uint64_t erase_entries(const Query& query, const std::vector<std::uint64_t>& places);

  StoreCounts counts() const;
  // What was evicted or deleted of the inboxes whose name `inbox` matches (null: of all).
  Losses losses(const Pattern* inbox) const;
  std::uint64_t entries_removed() const;  // by whatever means, since the start
  std::uint64_t seq() const;

  // --- subscriptions ---
  // Changes after `seq`, oldest first, at most `most`; `complete` is false if some are no longer
  // in the ring (then start again from the store).
  struct Changes {
    std::vector<Change> changes;
    bool complete = true;
  };
  Changes changes_after(std::uint64_t seq, std::size_t most) const;

  // Called under the store's lock after each change of that kind that `query` accepts (any, if
  // none is given): must only wake somebody up. For ChangeKind::message a literal `to` is indexed.
  struct Interest {
    std::optional<ChangeKind> kind;
    std::optional<Query> query;
  };
  using Wake = std::function<void()>;
  // Unsubscribes when destroyed; must not outlive the store.
  class Subscription;
  std::shared_ptr<Subscription> subscribe(Interest interest, Wake wake);
  std::size_t subscribers() const;

  struct State;  // what the lock guards

 private:
  std::vector<std::shared_ptr<const Message>> all_matching(Query query) const;
  StoreEntry entry_at(std::uint64_t place, Timeline::Entry entry) const;  // under the lock
  template <class Visit>
  void each_entry(const Query& query, const std::atomic<bool>* stop,
                  Visit&& visit) const;  // that matches, oldest first
  // Until what is kept is within limits_; never `newest`. Under the lock.
  void evict(Ledger::Entry newest);
  static void forget_transaction(SessionRecord& session, std::uint64_t number);

  StoreLimits limits_;
  WallClock clock_;
  std::unique_ptr<State> state_;
  std::atomic<std::uint64_t> in_flight_{0};
};

}  // namespace mailrig
