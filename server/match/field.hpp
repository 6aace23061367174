// The names that rules, queries and expectations use for what they look at, and the values that
// stand behind them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailrig {

enum class Field : std::uint8_t {
  // what rules and queries share
  arg,
  ip,
  port,
  helo,
  user,
  mechanism,
  tls,
  from,
  from_domain,
  to,
  to_domain,
  header,
  subject,
  body,
  size,
  bytes,     // octets of content so far
  pregreet,  // the client spoke before the greeting
  verb,
  // what only records have
  inbox,
  outcome,
  session,
  transaction,
  has,
  read,
  tag,
  listener,
  closed_by,
  failed,
  rule,
  // what only expectations ask
  cipher,
  tls_alert,
  quit,
  rset,
  idle,
  transactions,
  stage,
  key,
  link,
  // what only the search language has
  cc,
  bcc,
  text,  // whatever people read: subject, addresses, body
  time,  // when it came or began: microseconds since 1970
  // what sessions and expectations have
  pipelined_unannounced,  // sent on where RFC 2920 wants the client to wait
  bare_newline,           // LF without CR
  starttls_injection,     // plaintext behind STARTTLS
  // what mails have, for rules too
  finding,  // names of the defects of its octets (mail/diagnostic.hpp)
};

enum class FieldKind : std::uint8_t { text, number, boolean };

// A field as it is named in a rule or a query; `header:<Name>` carries the header's name.
struct FieldName {
  Field field;
  std::string header;  // empty unless field is Field::header; compared without case

  bool operator==(const FieldName& other) const;
};

// Reads `from`, `to.domain`, `header:Subject`, `closedBy`, …; nothing if there is no such field.
std::optional<FieldName> parse_field(std::string_view name);
std::string to_string(const FieldName& name);
FieldKind kind_of(Field field);

// What a field holds for one event or record. Views live as long as what was asked.
// monostate: the field has no value there (no user logged in, no such header).
// A list is matched when any of its members is (recipients, repeated headers).
using Value = std::variant<std::monostate, bool, std::int64_t, std::string_view, std::string,
                           std::vector<std::string_view>, std::vector<std::string>>;

}  // namespace mailrig
