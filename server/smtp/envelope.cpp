#include "smtp/envelope.hpp"

#include <string>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

// Takes `FROM:` or `TO:` off the front, and white space behind it. Null, or the reply that refuses
// what stands there.
const Reply* take_keyword(std::string_view& rest, std::string_view keyword, const Reply& syntax,
                          const Profile& profile, bool& spaced_colon) {
  if (!istarts_with(rest, keyword)) return &syntax;
  rest.remove_prefix(keyword.size());
  while (!rest.empty() && is_blank(rest.front())) {
    // RFC 5321 §3.3: spaces are not permitted there, yet many a script sends one.
    spaced_colon = true;
    rest.remove_prefix(1);
  }
  return spaced_colon && !profile.colon_space ? &syntax : nullptr;
}

// Reads a path. A lax profile takes `a@b` for `<a@b>`, as Postfix does unless it is told not to.
Result<Path> read_lax_path(std::string_view& rest, PathRules rules, const Profile& profile,
                           Finding& finding) {
  if (!profile.lax_envelope || rest.empty() || rest.front() == '<') return parse_path(rest, rules);
  const std::string_view bare = rest.substr(0, rest.find_first_of(" \t"));
  const std::string bracketed = "<" + std::string(bare) + ">";
  std::string_view inner = bracketed;
  Result<Path> path = parse_path(inner, rules);
  if (path && !inner.empty()) return Error{"something behind the address"};
  if (!path) return path;
  finding.bare_address = true;
  const auto in_bare = [&](std::string_view part) {
    return part.empty() ? part
                        : bare.substr(static_cast<std::size_t>(part.data() - bracketed.data()) - 1,
                                      part.size());
  };
  *path = {in_bare(path->address), in_bare(path->local), in_bare(path->domain), path->non_ascii,
           in_bare(path->route)};
  rest.remove_prefix(bare.size());
  return path;
}

// Reads path and parameters behind the keyword, in `arg` from `rest` on; null, or the reply that
// refuses them.
const Reply* read_path(std::string_view arg, std::string_view rest, const PathRules& rules,
                       std::string_view enhanced, const Profile& profile, SharedText& address,
                       bool& non_ascii, Rare<std::vector<Parameter>>& parameters,
                       Finding& finding) {
  Result<Path> path = read_lax_path(rest, rules, profile, finding);
  if (!path) {
    address = arg;
    finding.own = Reply::make(501, enhanced, "Bad path: " + path.error().what);
    return &finding.own;
  }
  address = path->address;
  non_ascii = path->non_ascii;
  if (rest.empty()) return nullptr;
  if (!is_blank(rest.front())) return &replies::parameter_syntax;
  std::optional<std::vector<Parameter>> read = parse_parameters(rest);
  if (!read) return &replies::parameter_syntax;
  parameters = std::move(*read);
  return nullptr;
}

}  // namespace

void check_mail(std::string_view arg, const ParameterTerms& terms, Sender& sender,
                MailParameters& parameters, Finding& finding) {
  const Profile& profile = terms.options.profile;
  std::string_view rest = arg;
  bool non_ascii = false;
  finding.planned =
      take_keyword(rest, "FROM:", replies::mail_syntax, profile, finding.spaced_colon);
  if (finding.planned) {
    sender.address = arg;
    return;
  }
  const PathRules rules{.allow_empty = true, .limits = terms.options.limits.path};
  finding.planned = read_path(arg, rest, rules, "5.1.7", profile, sender.address, non_ascii,
                              sender.parameters, finding);
  if (!finding.planned)
    finding.planned = check_mail_parameters(sender.parameters, terms, parameters);
  // RFC 6531 §3.5: 550 for MAIL, 553 for RCPT.
  if (!finding.planned && non_ascii && !parameters.utf8)
    finding.planned = &replies::mail_needs_utf8;
  if (!finding.planned) finding.planned = &replies::sender_ok;
}

void check_rcpt(std::string_view arg, const ParameterTerms& terms, bool utf8, Recipient& recipient,
                Finding& finding) {
  const Profile& profile = terms.options.profile;
  std::string_view rest = arg;
  bool non_ascii = false;
  finding.planned = take_keyword(rest, "TO:", replies::rcpt_syntax, profile, finding.spaced_colon);
  if (finding.planned) {
    recipient.address = arg;
    return;
  }
  const PathRules rules{.allow_postmaster = true, .limits = terms.options.limits.path};
  finding.planned = read_path(arg, rest, rules, "5.1.3", profile, recipient.address, non_ascii,
                              recipient.parameters, finding);
  if (!finding.planned) finding.planned = check_rcpt_parameters(recipient.parameters, terms);
  if (!finding.planned && non_ascii && !utf8) finding.planned = &replies::rcpt_needs_utf8;
  if (!finding.planned) finding.planned = &replies::recipient_ok;
}

}  // namespace mailrig::smtp
