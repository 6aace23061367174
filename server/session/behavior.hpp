// The one place where faults come from: a session offers each event with the reply it planned, and
// is told what to do instead.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/action.hpp"
#include "session/reply.hpp"
#include "store/record.hpp"
#include "store/stage.hpp"
#include "store/trace.hpp"

namespace mailrig {

// One event, as offered. Everything in it lives until decide() returns.
struct Moment {
  Stage stage = Stage::command;
  Time now{};
  std::string_view verb;                    // upper case; empty where there is no command
  std::string_view line;                    // the command line without CRLF, or empty
  std::string_view arg;                     // what follows the verb
  const Reply* planned = nullptr;           // null: nothing planned (then no rule, no reply)
  const Facts* facts = nullptr;             // never null
  std::uint64_t transaction = 0;            // number of the open transaction, 0 if none
  const Envelope* envelope = nullptr;       // from MAIL on; at `mail` its `from` is the one offered
  const Recipient* recipient = nullptr;     // at `rcpt`, and at each LMTP reply
  std::optional<std::string_view> content;  // at `eom`: the whole; at `body`: so far
  std::uint64_t octets = 0;                 // at `body`: of content so far
  Milliseconds silence{0};                  // at `idle`: how long, as Alarm::idle named it
};

// An edit of what the EHLO reply says.
struct CapabilityEdit {
  bool remove = false;
  std::string line;  // keyword, or keyword and parameters
};

// What was decided. Empty: go on as planned.
struct Verdict {
  std::optional<std::vector<Reply>> replies;  // empty vector: silence
  std::optional<bool> accept;
  std::vector<CapabilityEdit> capabilities;
  std::optional<TlsPlan> tls;
  Delay delay;
  Pace pace;
  std::uint64_t read_rate = 0;
  bool read_stop = false;
  std::optional<Close> then;
  std::string rule;                // id of the rule that decided; empty: none fired
  std::string hold;                // for holds() while the delay lasts; empty: no delay
  Trace trace;                     // every rule that counted the event
  std::vector<std::string> notes;  // for the transcript
};

// How a listener treats who connects.
enum class Admission : std::uint8_t {
  accept,
  refuse,  // each attempt is answered with RST; the port stays bound
  ignore,  // attempts get no answer, as if the accept queue were full
};

// What the session has to ask the clock and the octets for.
struct Alarm {
  std::optional<Milliseconds> idle;     // offer `idle` after so much silence, more than silence
  std::optional<std::uint64_t> octets;  // offer `body` at this octet of content
  std::optional<Time> at;               // ask again then
  // At `listen`, which the listener asks: the moment's facts name listener, port and inbox.
  Admission admission = Admission::accept;
};

class Behavior {
 public:
  virtual ~Behavior() = default;
  // False: there is nothing to count and nothing to decide, and decide() need not be asked. Cheap;
  // thread-safe.
  virtual bool concerns(const Moment&) const { return true; }
  // Counts the event and decides. Thread-safe.
  virtual Verdict decide(const Moment& moment) = 0;
  // What to wait for next: at `idle` beyond the moment's silence, at `body` from its octets on, at
  // `listen` until the answer may be another. Pure, thread-safe.
  virtual Alarm alarm(const Moment& moment) const = 0;
  // True while a delay should go on whose verdict had this `hold`: false once a rule behind it is
  // gone or was reset.
  virtual bool holds(std::string_view hold) const = 0;
  // The inbox of all that a session does, by what is known of it now; "default" if there is none.
  virtual std::string inbox_of(const Facts& facts) const { return facts.inbox; }
  // The inboxes that an event is in, each once, never none: the session's, else those of its
  // recipients, else the one its content names.
  virtual std::vector<std::string> inboxes(const Moment& moment) const {
    return {moment.facts->inbox};
  }

  // `told` is called after each change of rules, state or clock, before whoever made it goes on:
  // by any thread, with no lock held. Set once, before the first event.
  void tell_changes_to(std::function<void()> told) { told_ = std::move(told); }

 protected:
  void changed() const {
    if (told_) told_();
  }

 private:
  std::function<void()> told_;
};

}  // namespace mailrig
