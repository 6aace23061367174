// A rule as data: when to behave otherwise, and how. Read from JSON by json/rule.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "match/duration.hpp"
#include "match/pattern.hpp"
#include "session/behavior.hpp"

namespace mailrig {

// Which ordinals fire: `1`, `1-2`, `4-`, `*/10`, `1,3`.
class Nth {
 public:
  static Result<Nth> parse(std::string_view text);
  bool contains(std::uint64_t ordinal) const;  // ordinals count from 1
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

// A fixed time, a range to draw from, or for ever.
struct DelayPlan {
  Milliseconds least{0}, most{0};
  bool forever = false;
  std::string text;  // as written
};
// "5s", "1s-3s", "forever".
Result<DelayPlan> parse_delay(std::string_view text);
// The time at `unit` (0 <= unit < 1) of the plan's range, both ends included.
Delay draw_delay(const DelayPlan& plan, double unit);

struct Rule {
  std::string id;  // given by the engine: "r1", or "scenario/name"
  std::string name;
  std::string scenario;  // name of the file's scenario; empty for a rule added by API
  std::vector<Stage> on;
  Conditions match;
  std::vector<KeyPart> per;
  std::optional<Nth> nth;
  std::optional<double> chance;  // 0..1
  std::int64_t seed = 0;

  std::optional<std::vector<ReplyTemplate>> reply;  // empty vector: silence (`null`)
  std::optional<DelayPlan> delay;
  std::optional<Close> close;
  std::optional<bool> accept;

  std::string
      written;  // the JSON object it was read from, to be shown again; empty if made in code
};

// A file of rules under one name.
struct Scenario {
  std::string name;
  std::int64_t seed = 0;
  std::vector<Rule> rules;
};

// True if `field` can have a value at `stage`: `subject` is not known at `rcpt`.
bool available(Field field, Stage stage);
// The same for what events are counted under.
bool available(const KeyPart& part, Stage stage);

}  // namespace mailrig
