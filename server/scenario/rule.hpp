// A rule as data: when to behave otherwise, and how. Read from JSON by json/rule.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "match/duration.hpp"
#include "match/glob.hpp"
#include "match/pattern.hpp"
#include "session/behavior.hpp"

namespace mailrig {

// Which ordinals fire: `1`, `1-2`, `4-`, `*/10`, `1,3`.
class Nth {
 public:
  static Result<Nth> parse(std::string_view text);
  bool contains(std::uint64_t ordinal) const;  // ordinals count from 1
  // Beyond this ordinal there is no difference; nothing if there always is one (`*/10`).
  std::optional<std::uint64_t> horizon() const;
  const std::string& to_string() const { return text_; }

 private:
  struct Range {
    std::uint64_t first, last, step;
  };
  std::vector<Range> ranges_;
  std::string text_;
};

// One part of the key that events are counted under.
struct KeyPart {
  enum class Kind : std::uint8_t { field, ip_prefix, session, transaction, global };
  Kind kind = Kind::field;
  FieldName field{};    // for Kind::field
  unsigned prefix = 0;  // for Kind::ip_prefix: `ip/24`
};
// `ip/<prefix>` counts IPv4 clients by their first <prefix> bits. A prefix up to 32 counts IPv6
// clients by /64, the network of one customer, as receivers do; a longer one is theirs literally.
// `ip ip/<prefix> helo user from from.domain to to.domain header:<Name> session transaction global`
Result<KeyPart> parse_key_part(std::string_view text);
std::string to_string(const KeyPart& part);

// A reply as written in a rule: text with `{ip} {to} …` still unexpanded, or raw octets.
struct ReplyTemplate {
  std::string text;
  bool raw = false;  // send `text` as it is: no expansion, no CRLF
};

// A fixed time, a range to draw from, a distribution, or for ever.
struct DelayPlan {
  Milliseconds least{0}, most{0};  // median and p99, if skewed
  bool skewed = false;             // log-normal, as response times are
  bool forever = false;
  std::string text;  // as written
};
// "5s", "1s-3s", "forever".
Result<DelayPlan> parse_delay(std::string_view text);
// The time at `unit` (0 <= unit < 1): of the plan's range, both ends included; of its distribution
// that quantile, at most ten times p99.
Delay draw_delay(const DelayPlan& plan, double unit);

// Which events of a key its ordinals count.
struct Window {
  Milliseconds length{0};  // the last so long; of no meaning if `open`
  bool open = false;       // the session's rank among the key's sessions still open
  std::string text;        // as written
};
Result<Window> parse_window(std::string_view text);  // "1m", "open"

// Time since the key's first event: "<5m", "<=5m", ">1h", ">=1h".
struct Age {
  enum class Bound : std::uint8_t { below, at_most, above, at_least };
  Bound bound = Bound::below;
  Milliseconds limit{0};
  std::string text;  // as written

  bool allows(std::chrono::microseconds age) const;
};
Result<Age> parse_age(std::string_view text);

// Which inboxes something is for. `*`: every one, `default` too.
struct InboxGlob {
  std::string text = "*";
  std::optional<Glob> glob;  // compiled from `text`; nothing for `*`

  bool everyone() const { return !glob; }
  bool matches(std::string_view inbox) const { return !glob || glob->matches(inbox); }
  // The inbox it names, if it has no wildcard.
  std::optional<std::string> literal() const;
};
Result<InboxGlob> parse_inbox_glob(std::string_view text);
// 1 to 63 lower-case letters, digits and hyphens, so that it can be a label of a domain.
bool valid_inbox(std::string_view name);

// How the client's octets are taken.
struct ReadPlan {
  bool stop = false;
  std::uint64_t rate = 0;  // octets a second; 0: no limit
};

struct Rule {
  std::string id;  // given by the engine: "r1", or "scenario/name"
  std::string name;
  std::string scenario;  // name of the file's scenario; empty for a rule added by API
  std::vector<Stage> on;
  Conditions match;
  InboxGlob inbox;
  std::vector<std::string> states;  // only while the scenario is in one of them; empty: any
  std::vector<KeyPart> per;
  std::optional<Nth> nth;
  std::optional<std::uint64_t> times;
  std::optional<Window> window;
  std::optional<Milliseconds> after;  // at `idle`
  std::optional<Age> age;
  std::optional<Milliseconds> expire;
  std::optional<double> chance;  // 0..1
  std::int64_t seed = 0;
  bool go_on = false;  // `continue`

  std::optional<std::string> go_to;                 // `goto`
  std::optional<std::vector<ReplyTemplate>> reply;  // empty vector: silence (`null`)
  std::optional<DelayPlan> delay;
  std::optional<Pace> send;
  std::optional<ReadPlan> read;
  std::vector<CapabilityEdit> capabilities;
  std::optional<TlsPlan> handshake;
  std::optional<Close> close;
  Admission admission = Admission::accept;  // `close` at `listen`
  std::optional<bool> accept;

  std::string
      written;  // the JSON object it was read from, to be shown again; empty if made in code
};

// What a scenario can be in, by name, and what time alone changes.
struct StatePlan {
  struct Timer {
    Milliseconds after{0};
    std::string go_to;
  };
  std::string start;
  std::map<std::string, Timer, std::less<>> timers;  // by the state they run in
};

// Where a scenario comes from.
enum class Origin : std::uint8_t { file, api, shipped };

// A file of rules under one name.
struct Scenario {
  std::string name;
  std::int64_t seed = 0;
  std::vector<Rule> rules;
  InboxGlob inbox = {};
  std::optional<double> scale = {};  // of its inboxes' policy clocks
  std::optional<StatePlan> states = {};
  bool copy = false;         // for its one inbox, beside others of its name
  std::string written = {};  // the JSON object it was read from; empty if made in code
};

// True if `field` can have a value at `stage`: `subject` is not known at `rcpt`.
bool available(Field field, Stage stage);
// The same for what events are counted under.
bool available(const KeyPart& part, Stage stage);

}  // namespace mailrig
