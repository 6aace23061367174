#include "store/trace_fields.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

// RFC 5322 §3.3
std::string date_time(WallTime time) {
  using namespace std::chrono;
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = floor<std::chrono::seconds>(time);
  const auto day = floor<std::chrono::days>(seconds);
  const year_month_day date(day);
  const hh_mm_ss clock(seconds - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %u %s %d %02d:%02d:%02d +0000",
                days[weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

// RFC 5321 §4.1.3
std::string address_literal(const std::string& ip) {
  return ip.find(':') == std::string::npos ? "[" + ip + "]" : "[IPv6:" + ip + "]";
}

// The parameter of MAIL; null if it was not given.
const Parameter* parameter_of(const Sender& from, std::string_view keyword) {
  const auto found =
      std::find_if(from.parameters.begin(), from.parameters.end(),
                   [&](const Parameter& one) { return iequals(one.keyword, keyword); });
  return found == from.parameters.end() ? nullptr : &*found;
}

}  // namespace

std::string with_keyword(const Facts& facts, bool utf8) {
  const bool lmtp = facts.protocol == "lmtp";
  std::string word = utf8 ? "UTF8" : lmtp || !facts.esmtp ? "" : "E";
  word += lmtp ? "LMTP" : "SMTP";
  if (!facts.esmtp && !lmtp) return "SMTP";
  if (facts.tls) word += 'S';
  if (facts.user) word += 'A';
  return word;
}

std::string trace_fields(const Message& message, std::string_view hostname) {
  const Envelope& envelope = message.envelope();
  std::string out = "Return-Path: <" + envelope.from.address.string() + ">\r\n";
  if (!message.transaction) return out;  // it came in by the API: nobody handed it over
  const Facts& facts = *message.transaction->facts;
  out += "Received: from " + (facts.helo.empty() ? address_literal(facts.ip) : facts.helo) + " (" +
         address_literal(facts.ip) + ")\r\n";
  out.append("\tby ").append(hostname).append(" (mailrig) with ");
  out += with_keyword(facts, parameter_of(envelope.from, "SMTPUTF8") != nullptr) + " id " +
         make_id('t', message.transaction->number);
  // RFC 5321 §4.4: FOR names one recipient at most.
  const auto kept = [](const Recipient& recipient) { return recipient.kept; };
  if (std::count_if(envelope.to.begin(), envelope.to.end(), kept) == 1) {
    const auto one = std::find_if(envelope.to.begin(), envelope.to.end(), kept);
    out += "\r\n\tfor <" + one->address.string() + ">";
  }
  // RFC 6710 §4.1, §7
  const Parameter* const priority = parameter_of(envelope.from, "MT-PRIORITY");
  if (priority && priority->value) out += "\r\n\tPRIORITY " + *priority->value;
  return out + ";\r\n\t" + date_time(message.received) + "\r\n";
}

}  // namespace mailrig
