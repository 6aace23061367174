#include "smtp/parameters.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

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

}  // namespace mailrig::smtp
