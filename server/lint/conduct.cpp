#include "lint/conduct.hpp"

namespace mailrig::lint {
namespace {

ConductRule rule(std::string_view name, std::string_view detail, Filter filter) {
  ConductRule made{name, detail, std::move(filter), {}};
  for (const auto& [field, pattern] : made.filter) {
    const FieldName known = *parse_field(field);
    made.broken.push_back({known, *Pattern::parse(pattern, known.field)});
  }
  return made;
}

}  // namespace

std::span<const ConductRule> conduct_rules() {
  static const std::vector<ConductRule> rules = {
      rule("pregreet", "the client spoke before the greeting (RFC 5321 §4.3.1)",
           {{"pregreet", "true"}}),
      rule("pipelined-unannounced",
           "the client sent on where it has to wait for the reply (RFC 2920 §3.1)",
           {{"pipelinedUnannounced", "true"}}),
      rule("bare-newline", "a line on the wire ended in LF without CR (RFC 5321 §2.3.8)",
           {{"bareNewline", "true"}}),
      rule("starttls-injection",
           "plaintext came behind STARTTLS, which ends what is sent together (RFC 3207 §4)",
           {{"starttlsInjection", "true"}}),
      // A client that never said a word has no mail to lose: health checks connect like that.
      rule("no-quit", "the client closed the connection without QUIT (RFC 5321 §4.1.1.10)",
           {{"quit", "false"}, {"closedBy", "client"}, {"helo", "*"}}),
  };
  return rules;
}

}  // namespace mailrig::lint
