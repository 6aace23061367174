#include "json/rule_fields.hpp"

namespace mailrig::json {

using Words = std::vector<std::string_view>;

const Words& scenario_fields() {
  static const Words words{"name", "inbox", "seed", "clock", "state", "rules", "expect"};
  return words;
}

const Words& rule_fields() {
  static const Words words{"name",   "on",    "match",        "inbox",     "state",  "per",
                           "nth",    "times", "window",       "after",     "age",    "expire",
                           "chance", "seed",  "continue",     "goto",      "delay",  "reply",
                           "send",   "read",  "capabilities", "handshake", "accept", "close"};
  return words;
}

const Words& match_fields() {
  static const Words words{"arg",     "ip",   "port",        "helo",  "user",      "mechanism",
                           "tls",     "from", "from.domain", "to",    "to.domain", "header:<Name>",
                           "subject", "body", "size",        "bytes", "verb",      "pregreet",
                           "finding"};
  return words;
}

const Words& stage_words() {
  static const Words words{"listen", "connect", "ehlo", "helo", "starttls", "tls", "auth",
                           "login",  "mail",    "rcpt", "data", "body",     "eom", "rset",
                           "noop",   "vrfy",    "quit", "idle", "command"};
  return words;
}

const Words& close_words() {
  static const Words words{"fin", "rst", "half", "truncate", "refuse", "ignore"};
  return words;
}

const Words& certificate_words() {
  static const Words words{"expired", "not-yet-valid", "self-signed", "wrong-host", "untrusted"};
  return words;
}

const Words& handshake_failures() {
  static const Words words{"hang", "rst", "fin", "garbage", "plaintext", "alert"};
  return words;
}

const Words& tls_versions() {
  static const Words words{"1.0", "1.1", "1.2", "1.3"};
  return words;
}

}  // namespace mailrig::json
