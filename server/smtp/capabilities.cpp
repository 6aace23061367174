#include "smtp/capabilities.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "smtp/parameters.hpp"

namespace mailrig::smtp {
namespace {

std::string_view keyword(std::string_view line) { return line.substr(0, line.find_first_of(" =")); }

std::vector<std::string> lines_of(std::string_view octets) {
  std::vector<std::string> lines;
  while (!octets.empty()) {
    const std::size_t end = octets.find("\r\n");
    lines.emplace_back(octets.substr(4, end - 4));
    octets.remove_prefix(end + 2);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text = lines.front();
  for (std::size_t i = 1; i < lines.size(); ++i) text.append("\n").append(lines[i]);
  return text;
}

bool may_be_said(Extension one, const Options& options, const Offer& offer) {
  switch (one) {
    case Extension::binary_mime:
      return options.extensions.has(Extension::chunking);  // RFC 3030 §3
    case Extension::require_tls:
    case Extension::limits:
      return offer.secure;
    case Extension::xclient:
    case Extension::xforward:
      return offer.trusted;
    default:
      return true;
  }
}

std::string limits_of(const Limits& limits) {
  std::string text = "RCPTMAX=" + std::to_string(limits.recipients);
  if (limits.mails > 0) text = "MAILMAX=" + std::to_string(limits.mails) + " " + text;
  if (limits.recipient_domains > 0)
    text += " RCPTDOMAINMAX=" + std::to_string(limits.recipient_domains);
  return text;
}

std::string parameter_of(Extension one, const Options& options, const Offer& offer) {
  switch (one) {
    case Extension::size:
      return std::to_string(options.limits.message);
    case Extension::deliver_by:
      return std::to_string(kLeastBy);
    case Extension::future_release: {
      // RFC 4865 §4: the longest interval, and when that would be over.
      const auto until =
          std::chrono::floor<std::chrono::seconds>(offer.now) + std::chrono::seconds(kLongestHold);
      const std::string text = format_rfc3339(until);
      return std::to_string(kLongestHold) + " " + text.substr(0, text.find('.')) + "Z";
    }
    case Extension::limits:
      return limits_of(options.limits);
    case Extension::xclient:
      return "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";
    case Extension::xforward:
      return "NAME ADDR PORT PROTO HELO IDENT SOURCE";
    default:
      return {};
  }
}

}  // namespace

bool knows_mechanism(const Options& options, sasl::Mechanism mechanism) {
  const auto& named = options.auth.mechanisms;
  return options.auth.accept != AuthPolicy::Accept::off &&
         (named.empty() || std::find(named.begin(), named.end(), mechanism) != named.end());
}

bool announces_mechanism(const Options& options, sasl::Mechanism mechanism, bool secure) {
  if (!knows_mechanism(options, mechanism)) return false;
  const AuthWithoutTls in_the_clear = options.profile.auth_without_tls;
  if (!secure && in_the_clear == AuthWithoutTls::hide) return false;
  if (!secure && in_the_clear == AuthWithoutTls::refuse_538 && sasl::sends_secret(mechanism))
    return false;
  return options.auth.accept == AuthPolicy::Accept::users || !options.auth.mechanisms.empty() ||
         !sasl::is_mutual(mechanism);
}

Reply ehlo_reply(const Options& options, const Offer& offer) {
  // RFC 5321 §4.1.1.1: each line begins with the code; the last has a blank behind it.
  std::string text;
  text.reserve(512);
  const auto say = [&](std::string_view word, std::string_view parameter = {}) {
    text.append(word).append(parameter.empty() ? "" : " ").append(parameter).append("\n");
  };
  say(options.hostname);
  for (std::size_t i = 0; i < kExtensions; ++i) {
    const auto one = static_cast<Extension>(i);
    if (options.extensions.has(one) && may_be_said(one, options, offer))
      say(keyword_of(one), parameter_of(one, options, offer));
    if (one != Extension::enhanced_codes) continue;
    // RFC 3207 §4.2: not inside TLS.
    if (options.tls == TlsMode::starttls && !offer.secure) say("STARTTLS");
    std::string mechanisms;
    for (std::size_t j = 0; j < sasl::kMechanisms; ++j) {
      const auto mechanism = static_cast<sasl::Mechanism>(j);
      if (announces_mechanism(options, mechanism, offer.secure))
        mechanisms.append(mechanisms.empty() ? "" : " ").append(sasl::to_string(mechanism));
    }
    if (!mechanisms.empty()) say("AUTH", mechanisms);
  }
  text.pop_back();
  return Reply::make(250, "", text);
}

Reply edit_ehlo(const Reply& planned, const std::vector<CapabilityEdit>& edits) {
  if (planned.severity() != 2) return planned;
  std::vector<std::string> lines = lines_of(planned.octets);
  for (const CapabilityEdit& edit : edits) {
    // The first line names the server.
    const auto found = std::find_if(lines.begin() + 1, lines.end(), [&](const std::string& line) {
      return iequals(keyword(line), keyword(edit.line));
    });
    if (edit.remove) {
      if (found != lines.end()) lines.erase(found);
    } else if (found != lines.end()) {
      *found = edit.line;
    } else {
      lines.push_back(edit.line);
    }
  }
  return Reply::make(250, "", joined(lines));
}

}  // namespace mailrig::smtp
