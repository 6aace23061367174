#include "smtp/envelope.hpp"

#include <string>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

// Takes `FROM:` or `TO:` off the front, and white space behind it.
bool take_keyword(std::string_view& rest, std::string_view keyword, bool& spaced_colon) {
  if (!istarts_with(rest, keyword)) return false;
  rest.remove_prefix(keyword.size());
  while (!rest.empty() && is_blank(rest.front())) {
    // RFC 5321 §3.3: spaces are not permitted there, yet many a script sends one.
    spaced_colon = true;
    rest.remove_prefix(1);
  }
  return true;
}

// Reads path and parameters behind the keyword; null, or the reply that refuses them.
const Reply* read_path(std::string_view rest, const PathRules& rules, std::string_view enhanced,
                       std::string& address, bool& non_ascii, std::vector<Parameter>& parameters,
                       Finding& finding) {
  Result<Path> path = parse_path(rest, rules);
  if (!path) {
    finding.own = Reply::make(501, enhanced, "Bad path: " + path.error().what);
    return &finding.own;
  }
  address = std::move(path->address);
  non_ascii = path->non_ascii;
  if (rest.empty()) return nullptr;
  if (!is_blank(rest.front())) return &replies::parameter_syntax;
  std::optional<std::vector<Parameter>> read = parse_parameters(rest);
  if (!read) return &replies::parameter_syntax;
  parameters = std::move(*read);
  return nullptr;
}

}  // namespace

void check_mail(std::string_view arg, std::uint64_t most, Sender& sender,
                MailParameters& parameters, Finding& finding) {
  std::string_view rest = arg;
  bool non_ascii = false;
  if (!take_keyword(rest, "FROM:", finding.spaced_colon)) {
    sender.address = arg;
    finding.planned = &replies::mail_syntax;
    return;
  }
  static constexpr PathRules rules{.allow_empty = true};
  sender.address = arg;
  finding.planned =
      read_path(rest, rules, "5.1.7", sender.address, non_ascii, sender.parameters, finding);
  if (!finding.planned)
    finding.planned = check_mail_parameters(sender.parameters, most, parameters);
  // RFC 6531 §3.5: 550 for MAIL, 553 for RCPT.
  if (!finding.planned && non_ascii && !parameters.utf8)
    finding.planned = &replies::mail_needs_utf8;
  if (!finding.planned) finding.planned = &replies::sender_ok;
}

void check_rcpt(std::string_view arg, bool utf8, Recipient& recipient, Finding& finding) {
  std::string_view rest = arg;
  bool non_ascii = false;
  recipient.address = arg;
  if (!take_keyword(rest, "TO:", finding.spaced_colon)) {
    finding.planned = &replies::rcpt_syntax;
    return;
  }
  static constexpr PathRules rules{.allow_postmaster = true};
  finding.planned =
      read_path(rest, rules, "5.1.3", recipient.address, non_ascii, recipient.parameters, finding);
  if (!finding.planned) finding.planned = check_rcpt_parameters(recipient.parameters);
  if (!finding.planned && non_ascii && !utf8) finding.planned = &replies::rcpt_needs_utf8;
  if (!finding.planned) finding.planned = &replies::recipient_ok;
}

}  // namespace mailrig::smtp
