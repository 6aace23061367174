#include "smtp/capabilities.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

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

}  // namespace

Reply ehlo_reply(const Options& options, const Offer& offer) {
  // RFC 5321 §4.1.1.1: each line begins with the code; the last has a blank behind it.
  std::string text;
  text.reserve(512);
  const auto say = [&](std::string_view word, std::string_view parameter = {}) {
    text.append(word).append(parameter.empty() ? "" : " ").append(parameter).append("\n");
  };
  const auto offered = [&](Extension one) { return options.extensions.has(one); };
  say(options.hostname);
  for (const Extension one : {Extension::pipelining, Extension::size, Extension::eight_bit_mime,
                              Extension::enhanced_codes, Extension::smtputf8}) {
    if (!offered(one)) continue;
    say(keyword_of(one),
        one == Extension::size ? std::to_string(options.limits.message) : std::string());
  }
  // RFC 3207 §4.2: not inside TLS.
  if (options.tls == TlsMode::starttls && !offer.secure) say("STARTTLS");
  if (offered(Extension::help)) say(keyword_of(Extension::help));
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
