#include "json/rule_fields.hpp"

namespace mailrig::json {

using Words = std::vector<std::string_view>;

const Words& scenario_fields() {
  static const Words words{"name", "seed", "rules", "expect"};
  return words;
}

const Words& rule_fields() {
  static const Words words{"name", "on",    "match", "per",    "nth",  "chance",
                           "seed", "delay", "reply", "accept", "close"};
  return words;
}

const Words& match_fields() {
  static const Words words{"arg",     "ip",   "port",        "helo", "user",      "mechanism",
                           "tls",     "from", "from.domain", "to",   "to.domain", "header:<Name>",
                           "subject", "body", "size",        "verb"};
  return words;
}

const Words& stage_words() {
  static const Words words{"connect", "ehlo", "helo", "starttls", "auth", "mail", "rcpt",   "data",
                           "body",    "eom",  "rset", "noop",     "vrfy", "quit", "command"};
  return words;
}

const Words& close_words() {
  static const Words words{"fin", "rst"};
  return words;
}

}  // namespace mailrig::json
