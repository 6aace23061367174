// The record of one connection: written by its session's thread, read by any.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "store/held_numbers.hpp"
#include "store/record.hpp"

namespace mailrig {

enum class ClosedBy : std::uint8_t { open, client, server, rule, shutdown };
std::string_view to_string(ClosedBy by);

// What deserves to be found again: each is set once seen, and stays.
enum class Mark : std::uint8_t {
  pipelined_unannounced,  // sent on without waiting where RFC 2920 forbids it
  bare_newline,           // LF without CR, in a command or in mail data
  starttls_injection,     // plaintext behind STARTTLS
};

// What can be said of a session at one moment.
struct SessionState {
  std::uint64_t number = 0;
  std::uint64_t seq = 0;
  std::uint64_t place = 0;  // in the timeline; 0 if it does not stand there
  std::shared_ptr<const Facts> facts;
  WallTime began{};
  std::optional<WallTime> ended;
  std::uint64_t octets_in = 0, octets_out = 0;
  ClosedBy closed_by = ClosedBy::open;
  std::string closed_how;  // "fin", "rst", "timeout", "quit", … ; empty while open
  bool quit = false;
  bool rset = false;                 // RSET was sent
  bool failed = false;               // a refusal was sent, or it ended without QUIT after a command
  std::uint8_t marks = 0;            // bit `n`: Mark n
  HeldNumbers transactions;          // ended ones that are still held
  std::uint64_t events_dropped = 0;  // beyond the transcript's limit
  std::vector<std::string> mail_inboxes;  // of its transactions, each once

  bool has(Mark mark) const { return (marks >> static_cast<int>(mark) & 1) != 0; }
  // Where it belongs: its own inbox, or those of its mails.
  std::vector<std::string> inboxes() const;
};

class SessionRecord {
 public:
  SessionRecord(std::uint64_t number, std::shared_ptr<const Facts> facts, WallTime began,
                Time began_steady, std::size_t transcript_limit);

  // --- the session's own thread ---
  std::shared_ptr<const Facts> facts() const;
  void learn(Facts&& facts);  // replaces facts() for all that follows
  // Appends to the open transaction's events if there is one, else to the session's own.
  void append(const Event& event);
  void append(Time now, Who who, EventKind kind, std::string_view text, std::uint64_t octets,
              std::uint64_t offset, std::optional<Stage> stage);
  std::chrono::microseconds since_begin(Time now) const;
  void add_octets(std::uint64_t in, std::uint64_t out);
  void note_quit();
  void note_rset();
  void note_failure();
  void note_mark(Mark mark);

  // The open transaction, or null. Of it others see its events only, until it has ended; changes
  // to it only through these.
  const Transaction* open() const { return open_.get(); }
  void add_recipient(Recipient recipient);
  void note_rule(std::string_view rule);  // that fired, in the open transaction if any
  void set_reply(std::string_view reply);
  void set_chunked();
  // Of the `index`-th recipient: LMTP's reply to the end of data, and whether it is kept for it.
  void answer_recipient(std::size_t index, std::string_view reply, bool kept);
  // Where the open transaction belongs; at least one.
  void set_inboxes(std::vector<std::string> inboxes);

  // --- any thread ---
  SessionState state() const;
  // Calls `f(const SessionState&)` under the lock: cheaper than a copy where little is needed.
  template <class F>
  auto read(F&& f) const {
    const std::lock_guard lock(mutex_);
    return f(counted());
  }
  // Number of the open transaction, 0 if none.
  std::uint64_t open_number() const;
  // Finds a finished transaction; null if it was evicted.
  using Lookup = std::function<std::shared_ptr<const Transaction>(std::uint64_t number)>;
  // The whole conversation in order; a note stands in the place of an evicted transaction's events.
  std::vector<Event> transcript(const Lookup& of) const;
  // The same one by one, each with the number of its transaction (0 outside any).
  void replay(const Lookup& of,
              const std::function<void(Event&&, std::uint64_t transaction)>& tell) const;

 private:
  friend class Store;
  EventLog& log() { return open_ ? open_->events : events_; }
  // True if the log that is written now may take `more` octets; counts what is dropped.
  bool room_for(std::size_t more);

  // The state with the octets as they are now. Under the lock.
  const SessionState& counted() const;

  mutable std::mutex mutex_;
  mutable SessionState state_;
  // Counted at each read and write, without the lock.
  std::atomic<std::uint64_t> octets_in_{0}, octets_out_{0};
  Owners own_inboxes_;  // of a transaction, before its recipients say otherwise
  Time began_steady_;
  std::size_t transcript_limit_;
  EventLog events_;
  std::shared_ptr<Transaction> open_;  // shared with no one before it ends
};

}  // namespace mailrig
