// What each extension allows as the value of its parameters.
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "smtp/parameters.hpp"
#include "smtp/replies.hpp"
#include "smtp/xtext.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {
namespace {

using Value = std::optional<std::string>;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// RFC 1870 §6.1: whether a message of that size could be stored now. Of a small one DATA tells.
bool has_room(const Store& store, std::uint64_t size) {
  constexpr std::uint64_t small = 1 << 20;
  const std::uint64_t room = store.limits().in_flight_octets;
  return size <= room && (size <= small || size <= room - store.counts().in_flight_octets);
}

const Reply* check_size(const Value& value, const ParameterTerms& terms, MailParameters& found) {
  // RFC 1870 §4: size-value ::= 1*20DIGIT
  if (!value || !is_digits(*value) || value->size() > 20) return &replies::bad_size;
  std::uint64_t size = std::numeric_limits<std::uint64_t>::max();  // where it does not fit
  std::from_chars(value->data(), value->data() + value->size(), size);
  found.size = size;
  if (size > terms.options.limits.message) return &replies::declared_too_large;
  return has_room(terms.store, size) ? nullptr : &replies::no_room;
}

const Reply* check_body(const Value& value, const ParameterTerms& terms, MailParameters& found) {
  if (!value) return &replies::bad_body;
  const Extensions& offered = terms.options.extensions;
  if (iequals(*value, "8BITMIME")) {
    found.eight_bit = true;
  } else if (iequals(*value, "BINARYMIME") && offered.has(Extension::binary_mime) &&
             offered.has(Extension::chunking)) {
    found.eight_bit = found.binary = true;
  } else if (!iequals(*value, "7BIT")) {
    return &replies::bad_body;
  }
  return nullptr;
}

const Reply* check_smtputf8(const Value& value, const ParameterTerms&, MailParameters& found) {
  if (value) return &replies::bad_smtputf8;  // RFC 6531 §3.4: no value
  found.utf8 = true;
  return nullptr;
}

// RFC 4954 §5: an xtext-encoded mailbox, or `<>`.
const Reply* check_auth(const Value& value, const ParameterTerms&, MailParameters&) {
  if (!value) return &replies::bad_auth;
  if (*value == "<>") return nullptr;
  const auto mailbox = decode_xtext(*value);
  if (!mailbox) return &replies::bad_auth;
  const std::string path = "<" + *mailbox + ">";
  std::string_view rest = path;
  return parse_path(rest, {}) && rest.empty() ? nullptr : &replies::bad_auth;
}

// RFC 3461 §4.3
const Reply* check_ret(const Value& value, const ParameterTerms&, MailParameters&) {
  return value && (iequals(*value, "FULL") || iequals(*value, "HDRS")) ? nullptr
                                                                       : &replies::bad_ret;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// RFC 3461 §4.4: at most 100 characters of xtext, printable when decoded
const Reply* check_envid(const Value& value, const ParameterTerms&, MailParameters&) {
  if (!value || value->size() > 100) return &replies::bad_envid;
  const auto id = decode_xtext(*value);
  return id && is_printable(*id) ? nullptr : &replies::bad_envid;
}

// RFC 2852 §4: by-value = by-time";"by-mode[by-trace]
const Reply* check_by(const Value& value, const ParameterTerms&, MailParameters& found) {
  if (!value) return &replies::bad_by;
  std::string_view text = *value;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t end = text.find(';');
  const std::string_view digits = text.substr(0, end);
  if (end == std::string_view::npos || !is_digits(digits) || digits.size() > 9)
    return &replies::bad_by;
  const std::string_view mode = text.substr(end + 1);
  const bool returns = istarts_with(mode, "R");
  if (!returns && !istarts_with(mode, "N")) return &replies::bad_by;
  if (mode.size() > 1 && !iequals(mode.substr(1), "T")) return &replies::bad_by;
  found.by = negative ? -number(digits) : number(digits);
  if (!returns) return nullptr;
  if (*found.by <= 0) return &replies::by_in_the_past;
  return *found.by < kLeastBy ? &replies::by_too_soon : nullptr;
}

// RFC 4865 §4: future-release-integer = %x31-39 *8DIGIT
const Reply* check_hold_for(const Value& value, const ParameterTerms&, MailParameters& found) {
  if (!value || !is_digits(*value) || value->size() > 9 || value->front() == '0')
    return &replies::bad_hold_for;
  if (found.hold_for) return &replies::held_twice;
  found.hold_for = number(*value);
  return *found.hold_for > kLongestHold ? &replies::hold_too_long : nullptr;
}

// RFC 4865 §4: Internet-style-date-time-UTC
const Reply* check_hold_until(const Value& value, const ParameterTerms& terms,
                              MailParameters& found) {
  const auto until = value && value->ends_with('Z') ? parse_rfc3339(*value) : std::nullopt;
  if (!until) return &replies::bad_hold_until;
  if (found.hold_for) return &replies::held_twice;
  const auto left = std::chrono::ceil<std::chrono::seconds>(*until - terms.store.wall_now());
  found.hold_for = left.count();
  if (left.count() <= 0) return &replies::bad_hold_until;
  return left.count() > kLongestHold ? &replies::hold_too_long : nullptr;
}

// RFC 6710 §7: priority-value = (["-"] NZDIGIT) / "0"
const Reply* check_mt_priority(const Value& value, const ParameterTerms&, MailParameters&) {
  if (!value) return &replies::bad_mt_priority;
  std::string_view digits = *value;
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const bool fits = digits.size() == 1 && is_digit(digits[0]) && !(negative && digits[0] == '0');
  return fits ? nullptr : &replies::bad_mt_priority;
}

// RFC 8689 §2: no value; only in a session that employs TLS.
const Reply* check_require_tls(const Value& value, const ParameterTerms& terms, MailParameters&) {
  if (value) return &replies::bad_require_tls;
  return terms.secure ? nullptr : &replies::require_tls_in_the_clear;
}

// RFC 3461 §4.1: NEVER, or a list of SUCCESS, FAILURE and DELAY
const Reply* check_notify(const Value& value, const ParameterTerms&, MailParameters&) {
  if (!value) return &replies::bad_notify;
  if (iequals(*value, "NEVER")) return nullptr;
  static constexpr std::array<std::string_view, 3> words{"SUCCESS", "FAILURE", "DELAY"};
  unsigned seen = 0;
  for (std::string_view rest = *value;;) {
    const std::string_view word = rest.substr(0, rest.find(','));
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](std::string_view each) { return iequals(each, word); });
    if (found == words.end()) return &replies::bad_notify;
    const unsigned bit = 1u << (found - words.begin());
    if (seen & bit) return &replies::bad_notify;
    seen |= bit;
    if (word.size() == rest.size()) return nullptr;
    rest.remove_prefix(word.size() + 1);
  }
}

// RFC 3461 §4.2: addr-type ";" xtext, at most 500 characters; RFC 6533 §3 adds utf-8-addr-xtext.
const Reply* check_orcpt(const Value& value, const ParameterTerms&, MailParameters&) {
  if (!value || value->size() > 500) return &replies::bad_orcpt;
  const std::size_t end = value->find(';');
  if (end == std::string::npos || end == 0) return &replies::bad_orcpt;
  const std::string_view type = std::string_view(*value).substr(0, end);
  const std::string_view address = std::string_view(*value).substr(end + 1);
  const bool atom = std::all_of(type.begin(), type.end(),
                                [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
  if (!atom || address.empty()) return &replies::bad_orcpt;
  if (iequals(type, "utf-8")) return nullptr;
  const auto decoded = decode_xtext(address);
  return decoded && is_printable(*decoded) ? nullptr : &replies::bad_orcpt;
}

struct Known {
  std::string_view keyword;
  std::optional<Extension> extension;  // none: AUTH, which the policy decides about
  const Reply* (*check)(const Value&, const ParameterTerms&, MailParameters&);
};

constexpr std::array<Known, 11> kMail{{
    {"SIZE", Extension::size, check_size},
    {"BODY", Extension::eight_bit_mime, check_body},
    {"SMTPUTF8", Extension::smtputf8, check_smtputf8},
    {"AUTH", std::nullopt, check_auth},
    {"RET", Extension::dsn, check_ret},
    {"ENVID", Extension::dsn, check_envid},
    {"BY", Extension::deliver_by, check_by},
    {"HOLDFOR", Extension::future_release, check_hold_for},
    {"HOLDUNTIL", Extension::future_release, check_hold_until},
    {"MT-PRIORITY", Extension::mt_priority, check_mt_priority},
    {"REQUIRETLS", Extension::require_tls, check_require_tls},
}};
constexpr std::array<Known, 2> kRcpt{{
    {"NOTIFY", Extension::dsn, check_notify},
    {"ORCPT", Extension::dsn, check_orcpt},
}};

bool offers(const Options& options, const Known& known) {
  return known.extension ? options.extensions.has(*known.extension)
                         : options.auth.accept != AuthPolicy::Accept::off;
}

template <std::size_t N>
const Reply* check_all(const std::array<Known, N>& all, const std::vector<Parameter>& parameters,
                       const ParameterTerms& terms, MailParameters& found) {
  // A size refused is said last: of the reasons it is the one that another message would not have.
  const Reply* size_refused = nullptr;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    for (std::size_t j = 0; j < i; ++j)
      if (iequals(parameters[j].keyword, parameter.keyword))
        // RFC 6710 §4.1: 5.5.2 for a second MT-PRIORITY, as for one that is malformed.
        return iequals(parameter.keyword, "MT-PRIORITY") ? &replies::bad_mt_priority
                                                         : &replies::repeated_parameter;
    const auto known = std::find_if(all.begin(), all.end(), [&](const Known& each) {
      return iequals(each.keyword, parameter.keyword);
    });
    if (known == all.end() || !offers(terms.options, *known)) {
      // RFC 5321 §4.1.1.11: 555
      if (terms.options.profile.unknown_param) continue;
      return &replies::unknown_parameter;
    }
    const Reply* wrong = known->check(parameter.value, terms, found);
    if (wrong == &replies::declared_too_large || wrong == &replies::no_room)
      size_refused = wrong;
    else if (wrong)
      return wrong;
  }
  return size_refused;
}

}  // namespace

const Reply* check_mail_parameters(const std::vector<Parameter>& parameters,
                                   const ParameterTerms& terms, MailParameters& found) {
  const Reply* wrong = check_all(kMail, parameters, terms, found);
  if (wrong) return wrong;
  // RFC 4865 §5.2.1: not to be released after it should have been delivered.
  const bool late = found.hold_for && found.by && *found.hold_for > *found.by;
  return late ? &replies::held_beyond_by : nullptr;
}

const Reply* check_rcpt_parameters(const std::vector<Parameter>& parameters,
                                   const ParameterTerms& terms) {
  MailParameters none;
  return check_all(kRcpt, parameters, terms, none);
}

}  // namespace mailrig::smtp
