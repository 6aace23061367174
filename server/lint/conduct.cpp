#include "lint/conduct.hpp"

#include <algorithm>

namespace mailrig::lint {
namespace {

ConductRule rule(std::string_view name, std::string_view detail, Filter filter,
                 std::string_view note, EventKind event = EventKind::note) {
  ConductRule made{name, detail, std::move(filter), note, event, {}};
  for (const auto& [field, pattern] : made.filter) {
    const FieldName known = *parse_field(field);
    made.broken.push_back({known, *Pattern::parse(pattern, known.field)});
  }
  return made;
}

bool is_command(const Event& event) {
  return event.who == Who::client && event.kind == EventKind::command;
}

}  // namespace

std::span<const ConductRule> conduct_rules() {
  static const std::vector<ConductRule> rules = {
      rule("pregreet", "the client spoke before the greeting (RFC 5321 §4.3.1)",
           {{"pregreet", "true"}}, "spoke before the greeting"),
      rule("pipelined-unannounced",
           "the client sent on where it has to wait for the reply (RFC 2920 §3.1)",
           {{"pipelinedUnannounced", "true"}}, ", which "),
      rule("bare-newline", "a line on the wire ended in LF without CR (RFC 5321 §2.3.8)",
           {{"bareNewline", "true"}}, "in LF instead of CRLF", EventKind::data),
      rule("starttls-injection",
           "plaintext came behind STARTTLS, which ends what is sent together (RFC 3207 §4)",
           {{"starttlsInjection", "true"}}, "in the clear behind STARTTLS"),
      // A client that never said a word has no mail to lose: health checks connect like that.
      rule("no-quit", "the client closed the connection without QUIT (RFC 5321 §4.1.1.10)",
           {{"quit", "false"}, {"closedBy", "client"}, {"helo", "*"}}, "", EventKind::close),
  };
  return rules;
}

std::optional<Sighting> sighting_of(const ConductRule& rule, const std::vector<Event>& transcript) {
  const auto noted = std::ranges::find_if(transcript, [&](const Event& event) {
    return !rule.note.empty() && event.kind == EventKind::note &&
           event.text.find(rule.note) != std::string::npos;
  });
  const auto found =
      noted != transcript.end() ? noted : std::ranges::find(transcript, rule.event, &Event::kind);
  if (found == transcript.end()) return std::nullopt;
  Sighting sighting{static_cast<std::size_t>(found - transcript.begin()) + 1, found->masked()};
  if (found->kind == EventKind::data) {
    sighting.text = "in " + std::to_string(found->octets) + " octets of mail data";
  } else if (found->kind == EventKind::close) {
    const auto last = std::find_if(transcript.rbegin(), transcript.rend(), is_command);
    if (last != transcript.rend())
      sighting.text = "the last that the client said is " + last->masked();
  } else if (found + 1 != transcript.end() && is_command(*(found + 1))) {
    sighting.text += ": " + (found + 1)->masked();
  }
  return sighting;
}

}  // namespace mailrig::lint
