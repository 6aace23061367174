#include "smtp/command.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace mailrig::smtp {
namespace {

// The first four letters, in one number: what tells verbs apart at once.
constexpr std::uint32_t key_of(std::string_view word) {
  std::uint32_t key = 0;
  for (const char c : word.substr(0, 4)) key = key << 8 | static_cast<unsigned char>(lower(c));
  return key;
}

struct Known {
  std::string_view word;
  Verb verb;
  Stage stage;
  std::uint32_t key = key_of(word);
};

constexpr std::array<Known, 18> kKnown{{
    {"EHLO", Verb::ehlo, Stage::ehlo},
    {"HELO", Verb::helo, Stage::helo},
    {"MAIL", Verb::mail, Stage::mail},
    {"RCPT", Verb::rcpt, Stage::rcpt},
    {"DATA", Verb::data, Stage::data},
    {"RSET", Verb::rset, Stage::rset},
    {"NOOP", Verb::noop, Stage::noop},
    {"VRFY", Verb::vrfy, Stage::vrfy},
    {"EXPN", Verb::expn, Stage::command},
    {"HELP", Verb::help, Stage::command},
    {"QUIT", Verb::quit, Stage::quit},
    {"AUTH", Verb::auth, Stage::auth},
    {"STARTTLS", Verb::starttls, Stage::starttls},
    {"BDAT", Verb::bdat, Stage::command},  // the first of a mail is offered at `data`
    {"LHLO", Verb::lhlo, Stage::ehlo},
    {"ETRN", Verb::etrn, Stage::command},
    {"XCLIENT", Verb::xclient, Stage::command},
    {"XFORWARD", Verb::xforward, Stage::command},
}};

// What the extensions add to the length of MAIL: RFC 1870 §3 26 octets, RFC 6152 §2 17, RFC 3030 §3
// 16 in its place, RFC 6531 §3.1 10, RFC 4954 §3 500, RFC 3461 §5.4 118 for ENVID and RET, RFC 2852
// §2 17, RFC 4865 §4 34, RFC 6710 §3 15, RFC 8689 §2 11.
constexpr std::size_t kMailIncrement = 26 + 17 + 10 + 500 + 118 + 17 + 34 + 15 + 11;
// RFC 3461 §5.4: 530 for ORCPT and NOTIFY, and what RFC 6533 §3 lets grow.
constexpr std::size_t kRcptIncrement = 530;

// RFC 5321 §4.1.1: receivers SHOULD tolerate trailing white space before the CRLF.
std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

Command parse_command(std::string_view line) {
  Command command;
  const auto end = static_cast<std::size_t>(std::ranges::find_if(line, is_blank) - line.begin());
  command.word = line.substr(0, end);
  command.arg = trim_blanks(line.substr(end));
  if (end == 0) return command;
  const std::uint32_t key = key_of(command.word);
  for (const Known& known : kKnown) {
    if (known.key != key || known.word.size() != end) continue;
    if (end > 4 && !iequals(known.word, command.word)) continue;
    command.verb = known.verb;
    command.word = known.word;
    break;
  }
  return command;
}

Stage stage_of(Verb verb) {
  return verb == Verb::unknown ? Stage::command : kKnown[static_cast<std::size_t>(verb)].stage;
}

std::size_t line_limit(Verb verb, const Options& options) {
  const std::size_t base =
      options.profile.max_command > 0 ? options.profile.max_command : options.limits.command_line;
  if (verb == Verb::mail) return base + kMailIncrement;
  if (verb == Verb::rcpt) return base + kRcptIncrement;
  if (verb == Verb::auth) return std::max(options.limits.auth_line, base);
  return base;
}

std::size_t longest_line(const Options& options) {
  return std::max(line_limit(Verb::mail, options), line_limit(Verb::auth, options));
}

std::optional<std::size_t> secret_of(const Command& command, std::string_view line) {
  if (command.verb != Verb::auth) return std::nullopt;
  const std::size_t mechanism = std::min(command.arg.find_first_of(" \t"), command.arg.size());
  const std::string_view rest = trim_blanks(command.arg.substr(mechanism));
  if (rest.empty()) return std::nullopt;
  return static_cast<std::size_t>(rest.data() - line.data());
}

}  // namespace mailrig::smtp
