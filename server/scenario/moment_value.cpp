#include "scenario/moment_value.hpp"

#include <charconv>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/inspection.hpp"

namespace mailrig {
namespace {

Value text_or_none(std::string_view text) {
  if (text.empty()) return std::monostate{};
  return text;
}

Value value_or_none(const std::optional<std::string>& text) {
  if (!text) return std::monostate{};
  return std::string_view(*text);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

}  // namespace

Value MomentValues::value(const FieldName& field, const Recipient* about) const {
  const Facts& facts = *moment_.facts;
  switch (field.field) {
    case Field::arg:
      return moment_.arg;
    case Field::verb:
      return text_or_none(moment_.verb);
    case Field::ip:
      return text_or_none(facts.ip);
    case Field::port:
      return static_cast<std::int64_t>(facts.port);
    case Field::helo:
      // While the greeting is decided, it is the one offered.
      if (moment_.stage == Stage::ehlo || moment_.stage == Stage::helo)
        return text_or_none(first_word(moment_.arg));
      return text_or_none(facts.helo);
    case Field::user:
      return value_or_none(facts.user);
    case Field::mechanism:
      if (moment_.stage == Stage::auth) return text_or_none(first_word(moment_.arg));
      return value_or_none(facts.mechanism);
    case Field::tls:
      return value_or_none(facts.tls);
    case Field::from:
      // The null reverse-path is a value: "".
      if (moment_.envelope == nullptr) return std::monostate{};
      return std::string_view(moment_.envelope->from.address);
    case Field::from_domain:
      if (moment_.envelope == nullptr) return std::monostate{};
      return text_or_none(domain_of(moment_.envelope->from.address));
    case Field::to:
      if (about == nullptr) return std::monostate{};
      return std::string_view(about->address);
    case Field::to_domain:
      if (about == nullptr) return std::monostate{};
      return text_or_none(domain_of(about->address));
    case Field::header:
      return header(field.header);
    case Field::subject:
      return header("Subject");
    case Field::body:
      if (!moment_.content) return std::monostate{};
      return *moment_.content;
    case Field::finding: {
      if (!moment_.content) return std::monostate{};
      auto names = defects_of(*moment_.content);
      if (names.empty()) return std::monostate{};
      return names;
    }
    case Field::size:
      if (const auto octets = size()) return *octets;
      return std::monostate{};
    case Field::bytes:
      if (const auto octets = bytes()) return *octets;
      return std::monostate{};
    case Field::pregreet:
      return facts.pregreet;
    default:
      return std::monostate{};  // what only records have: refused when a rule is read
  }
}

std::vector<const Recipient*> MomentValues::recipients() const {
  std::vector<const Recipient*> all;
  if (moment_.recipient != nullptr) {
    all.push_back(moment_.recipient);
  } else if (moment_.envelope != nullptr) {
    for (const Recipient& recipient : moment_.envelope->to)
      if (recipient.valid) all.push_back(&recipient);
  }
  if (all.empty()) all.push_back(nullptr);
  return all;
}

// Every header of that name: it is a match if any of them does.
Value MomentValues::header(std::string_view name) const {
  if (!moment_.content) return std::monostate{};
  std::vector<std::string> all;
  for (const std::string_view value : find_headers(*moment_.content, name))
    all.push_back(decode_header_text(value));
  if (all.empty()) return std::monostate{};
  return all;
}

// Of content so far.
std::optional<std::int64_t> MomentValues::bytes() const {
  if (!moment_.content) return std::nullopt;
  if (moment_.stage == Stage::body) return static_cast<std::int64_t>(moment_.octets);
  return static_cast<std::int64_t>(moment_.content->size());
}

// RFC 1870 §6: what MAIL declares; once all is there, what it is.
std::optional<std::int64_t> MomentValues::size() const {
  if (moment_.stage == Stage::eom && moment_.content)
    return static_cast<std::int64_t>(moment_.content->size());
  if (moment_.envelope == nullptr) return std::nullopt;
  for (const Parameter& parameter : moment_.envelope->from.parameters) {
    if (!iequals(parameter.keyword, "SIZE") || !parameter.value) continue;
    std::int64_t octets = 0;
    const char* end = parameter.value->data() + parameter.value->size();
    const auto [stop, error] = std::from_chars(parameter.value->data(), end, octets);
    if (error == std::errc() && stop == end && octets >= 0) return octets;
  }
  return std::nullopt;
}

}  // namespace mailrig
