#include "api/transcript.hpp"

#include <cstdio>

#include "mail/date.hpp"
#include "mail/utf8.hpp"

namespace mailrig::api {
namespace {

constexpr std::string_view indent = "               ";

std::string printable(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    const auto octet = static_cast<unsigned char>(text.front());
    // C1 controls are two octets of UTF-8, and steer terminals as well.
    const std::size_t length = utf8_length(text);
    const bool c1 = octet == 0xc2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xa0;
    if (length == 0 || c1 || (octet < ' ' && octet != '\t') || octet == 0x7f) {
      out.append("\\x").append(1, digits[octet >> 4]).append(1, digits[octet & 15]);
      text.remove_prefix(1);
    } else {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  return out;
}

std::string_view speaker(Who who) {
  return who == Who::client ? "C: " : who == Who::server ? "S: " : "-- ";
}

std::string time_of(const Event& event) {
  char text[32];
  std::snprintf(text, sizeof text, "%11.3f ", static_cast<double>(event.at.count()) / 1000.0);
  return text;
}

// The lines of `text`, each with what stands before it.
void append_lines(std::string& out, std::string first, std::string_view who,
                  std::string_view text) {
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.append(first).append(who).append(printable(line)).append("\n");
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
    first.assign(indent.substr(0, 12));
  }
}

std::string what(const Event& event, json::Secrets secrets) {
  std::string text = secrets == json::Secrets::revealed ? event.text : event.masked();
  if (event.kind == EventKind::data)
    return "(" + std::to_string(event.octets) + " octets of content)";
  if (event.kind == EventKind::close)
    return "closed by " + std::string(to_string(event.who)) + (text.empty() ? "" : ": " + text);
  if (event.who == Who::rig && event.kind != EventKind::note)
    return std::string(to_string(event.kind)) + (text.empty() ? "" : " " + text);
  return text;
}

void append_trace(std::string& out, const Trace& trace) {
  for (const TraceEntry& entry : trace) {
    out.append(indent).append("rule ").append(printable(entry.rule));
    if (!entry.name.empty()) out.append(" (").append(printable(entry.name)).append(")");
    if (!entry.key.empty()) out.append(" key ").append(printable(entry.key));
    out.append(" ordinal ").append(std::to_string(entry.ordinal)).append(": ");
    out.append(json::to_string(entry.gate));
    if (!entry.why.empty()) out.append(", ").append(printable(entry.why));
    out.append("\n");
  }
}

}  // namespace

std::vector<Event> conversation(const Store& store, const SessionRecord& session) {
  return session.transcript([&](std::uint64_t number) -> std::shared_ptr<const Transaction> {
    auto found = store.transaction(number);
    auto* transaction = std::get_if<std::shared_ptr<const Transaction>>(&found);
    return transaction ? std::move(*transaction) : nullptr;
  });
}

std::string transcript_text(const SessionState& session, const std::vector<Event>& events,
                            json::Secrets secrets) {
  const Facts& facts = *session.facts;
  std::string out = make_id('s', session.number) + " on " + printable(facts.listener) + " from " +
                    json::client_of(facts) + ", began " + format_rfc3339(session.began) + "\n";
  for (const Event& event : events) {
    // How it ended is no line that anybody sent.
    const Who who = event.kind == EventKind::close ? Who::rig : event.who;
    append_lines(out, time_of(event), speaker(who), what(event, secrets));
    append_trace(out, event.trace);
  }
  if (session.events_dropped)
    out += "(" + std::to_string(session.events_dropped) +
           " events are missing: the transcript reached --max-transcript)\n";
  out += session.ended ? "closed by " + std::string(to_string(session.closed_by)) + " (" +
                             printable(session.closed_how) + "), " + format_rfc3339(*session.ended)
                       : std::string("still open");
  return out + "\n";
}

}  // namespace mailrig::api
