#include "rig/log_line.hpp"

#include <cstdio>

namespace mailrig {
namespace {

bool control(unsigned char octet) { return octet < 0x20 || octet == 0x7f; }

std::string plain(std::string_view text) {
  std::string shown;
  for (const char octet : text) {
    char escape[8];
    if (control(static_cast<unsigned char>(octet))) {
      std::snprintf(escape, sizeof escape, "\\x%02X", static_cast<unsigned char>(octet));
      shown += escape;
    } else {
      shown += octet;
    }
  }
  return shown;
}

// The length of the well-formed UTF-8 sequence that `text` begins with; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xc2 ? 0
                           : first < 0xe0 ? 2
                           : first < 0xf0 ? 3
                           : first < 0xf5 ? 4
                                          : 0;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((at(i) & 0xc0) != 0x80) return 0;
  if (first == 0xe0 && at(1) < 0xa0) return 0;
  if (first == 0xed && at(1) > 0x9f) return 0;
  if (first == 0xf0 && at(1) < 0x90) return 0;
  if (first == 0xf4 && at(1) > 0x8f) return 0;
  return size;
}

std::string quoted(std::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const std::size_t size = utf8_length(text);
    const auto octet = static_cast<unsigned char>(text[0]);
    char escape[8];
    if (size == 0) {
      json += "\xEF\xBF\xBD";  // U+FFFD
    } else if (control(octet)) {
      std::snprintf(escape, sizeof escape, "\\u%04X", octet);
      json += escape;
    } else {
      if (octet == '"' || octet == '\\') json += '\\';
      json += text.substr(0, size);
    }
    text.remove_prefix(size ? size : 1);
  }
  return json + '"';
}

template <class List, class Show>
std::string joined(const List& list, std::string_view between, Show show) {
  std::string text;
  for (const auto& one : list) {
    if (!text.empty()) text += between;
    text += show(one);
  }
  return text;
}

bool any_valid(const Envelope& envelope) {
  for (const Recipient& one : envelope.to)
    if (one.valid) return true;
  return false;
}

std::string path(const std::string& address) { return address.empty() ? "<>" : plain(address); }

std::string rules_of(const std::vector<std::string>& rules) {
  if (rules.empty()) return "";
  return " rule=" + joined(rules, ",", [](const std::string& rule) { return plain(rule); });
}

std::size_t size_of(const Transaction& transaction) {
  return transaction.content ? transaction.content->size() : 0;
}

}  // namespace

std::string text_line(const Transaction& transaction, const std::vector<std::string>& rules) {
  const Envelope& envelope = transaction.envelope;
  const auto address = [](const Recipient& one) { return path(one.address); };
  const std::string to = joined(envelope.to, ",", address);
  std::string line = transaction.outcome + " ";
  if (!envelope.to.empty() && !any_valid(envelope)) {
    line += "RCPT " + to;
  } else {
    line += path(envelope.from.address) + " -> " + (to.empty() ? "(nobody)" : to) + " " +
            std::to_string(size_of(transaction)) + " octets";
  }
  return line + rules_of(rules) + " " + make_id('t', transaction.number) + " " +
         make_id('s', transaction.facts->session);
}

std::string text_line(const SessionState& session) {
  std::string line = "failed " + session.facts->ip;
  if (!session.facts->helo.empty()) line += " helo=" + plain(session.facts->helo);
  line += " closed by " + std::string(to_string(session.closed_by));
  if (!session.closed_how.empty()) line += " (" + session.closed_how + ")";
  return line + " " + make_id('s', session.number);
}

std::string json_line(const Transaction& transaction) {
  const auto recipient = [](const Recipient& one) {
    return "{\"address\":" + quoted(one.address) + ",\"reply\":" + quoted(one.reply) + "}";
  };
  const auto rule = [](const std::string& one) { return quoted(one); };
  return "{\"kind\":\"transaction\",\"id\":\"" + make_id('t', transaction.number) +
         "\",\"session\":\"" + make_id('s', transaction.facts->session) +
         "\",\"outcome\":" + quoted(transaction.outcome) +
         ",\"reply\":" + quoted(transaction.reply) +
         ",\"from\":" + quoted(transaction.envelope.from.address) + ",\"to\":[" +
         joined(transaction.envelope.to, ",", recipient) +
         "],\"size\":" + std::to_string(size_of(transaction)) + ",\"rules\":[" +
         joined(transaction.rules, ",", rule) + "]}";
}

std::string json_line(const SessionState& session) {
  return "{\"kind\":\"session\",\"id\":\"" + make_id('s', session.number) +
         "\",\"ip\":" + quoted(session.facts->ip) + ",\"helo\":" + quoted(session.facts->helo) +
         ",\"closedBy\":" + quoted(to_string(session.closed_by)) +
         ",\"closedHow\":" + quoted(session.closed_how) + "}";
}

std::string json_note(std::string_view text) {
  return "{\"kind\":\"note\",\"text\":" + quoted(text) + "}";
}

bool worth_a_line(const SessionState& session) {
  return session.ended && session.failed && session.transactions.empty();
}

}  // namespace mailrig
