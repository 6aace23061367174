#include "smtp/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "mail/ascii.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

// RFC 5321 §4.1.2: esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
bool is_keyword(std::string_view text) {
  return !text.empty() && is_alnum(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

// RFC 5321 §4.1.2: esmtp-value = 1*(%d33-60 / %d62-126); RFC 6531 §3.3 adds UTF-8.
bool is_value(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet >= 33 && octet != 127 && c != '=';
  });
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

const Reply* check_size(const Parameter& parameter, std::uint64_t most, MailParameters& found) {
  // RFC 1870 §4: size-value ::= 1*20DIGIT
  if (!parameter.value || !is_digits(*parameter.value) || parameter.value->size() > 20)
    return &replies::bad_size;
  std::uint64_t size = std::numeric_limits<std::uint64_t>::max();  // where it does not fit
  std::from_chars(parameter.value->data(), parameter.value->data() + parameter.value->size(), size);
  found.size = size;
  return size > most ? &replies::declared_too_large : nullptr;
}

const Reply* check_body(const Parameter& parameter, MailParameters& found) {
  if (!parameter.value) return &replies::bad_body;
  if (iequals(*parameter.value, "8BITMIME")) {
    found.eight_bit = true;
  } else if (!iequals(*parameter.value, "7BIT")) {
    return &replies::bad_body;  // BINARYMIME (RFC 3030) needs BDAT, which is not offered
  }
  return nullptr;
}

}  // namespace

std::optional<std::vector<Parameter>> parse_parameters(std::string_view text) {
  std::vector<Parameter> parameters;
  while (true) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.empty()) return parameters;
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    const std::size_t equals = word.find('=');
    if (!is_keyword(word.substr(0, equals))) return std::nullopt;
    Parameter parameter{std::string(word.substr(0, equals)), std::nullopt};
    if (equals != std::string_view::npos) {
      if (!is_value(word.substr(equals + 1))) return std::nullopt;
      parameter.value = word.substr(equals + 1);
    }
    parameters.push_back(std::move(parameter));
  }
}

const Reply* check_mail_parameters(const std::vector<Parameter>& parameters, std::uint64_t most,
                                   MailParameters& found) {
  // A size refused is said last: of the reasons it is the one that another message would not have.
  const Reply* too_large = nullptr;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    for (std::size_t j = 0; j < i; ++j)
      if (iequals(parameters[j].keyword, parameter.keyword)) return &replies::repeated_parameter;
    if (iequals(parameter.keyword, "SIZE")) {
      const Reply* wrong = check_size(parameter, most, found);
      if (wrong == &replies::bad_size) return wrong;
      too_large = wrong;
    } else if (iequals(parameter.keyword, "BODY")) {
      if (const Reply* wrong = check_body(parameter, found)) return wrong;
    } else if (iequals(parameter.keyword, "SMTPUTF8")) {
      if (parameter.value) return &replies::bad_smtputf8;  // RFC 6531 §3.4: no value
      found.utf8 = true;
    } else {
      return &replies::unknown_parameter;
    }
  }
  return too_large;
}

const Reply* check_rcpt_parameters(const std::vector<Parameter>& parameters) {
  // No extension offered here defines one. RFC 5321 §4.1.1.11: 555.
  return parameters.empty() ? nullptr : &replies::unknown_parameter;
}

}  // namespace mailrig::smtp
