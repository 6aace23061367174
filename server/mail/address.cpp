// Paths: each part is scanned once from the front; the first fault ends it.
#include "mail/address.hpp"

#include <array>
#include <optional>
#include <string>

#include "mail/ascii.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

// What is wrong, or nothing.
using Fault = std::optional<std::string>;

// RFC 5322 §3.2.3, by octet.
constexpr std::array<bool, 256> atext = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 128; ++c) table[static_cast<std::size_t>(c)] = is_alnum(static_cast<char>(c));
  for (const char c : std::string_view("!#$%&'*+-/=?^_`{|}~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_atext(char c) { return atext[static_cast<unsigned char>(c)]; }

std::string shown(char c) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  if (c > ' ' && c <= '~') return std::string("\"") + c + '"';
  if (c == ' ') return "a space";
  const auto octet = static_cast<unsigned char>(c);
  return std::string("octet 0x") + hex[octet >> 4] + hex[octet & 15];
}

// RFC 5321 §4.1.2: Dot-string; ends before what cannot belong to it.
Fault scan_dot_string(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  bool after_dot = true;
  for (std::size_t n = 1; at < text.size(); at += n) {
    n = 1;
    if (text[at] == '.') {
      if (after_dot)
        return at == begin ? "the local part begins with a dot"
                           : "the local part has two dots in a row";
    } else if (!is_ascii(text[at])) {
      n = utf8_length(text.substr(at));
      if (n == 0) return "the local part is not valid UTF-8";
    } else if (!is_atext(text[at])) {
      break;
    }
    after_dot = text[at] == '.';
  }
  if (at == begin) return "the local part is empty";
  if (after_dot) return "the local part ends in a dot";
  return std::nullopt;
}

// RFC 5321 §4.1.2: Quoted-string; `at` is at its first quote.
Fault scan_quoted_string(std::string_view text, std::size_t& at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') {
      ++at;
      return std::nullopt;
    }
    if (text[at] == '\\' && ++at == text.size()) break;
    if (!is_ascii(text[at])) {
      const std::size_t n = utf8_length(text.substr(at));
      if (n == 0 || text[at - 1] == '\\') return "the quoted local part is not valid UTF-8";
      at += n - 1;
    } else if (text[at] < ' ' || text[at] == 127) {
      return "the quoted local part has a control character, " + shown(text[at]);
    }
  }
  return "the quoted local part has no closing quote";
}

// RFC 5321 §4.1.2: Domain, with RFC 6531 §3.3: U-label.
Fault scan_domain(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  std::size_t label = at;
  for (std::size_t n = 1; at < text.size(); at += n) {
    n = 1;
    if (text[at] == '.' || text[at] == '-') {
      if (at == label)
        return text[at] == '-' ? "a label of the domain begins with a hyphen"
                               : "the domain has an empty label";
      if (text[at] == '.' && text[at - 1] == '-') return "a label of the domain ends in a hyphen";
      if (text[at] == '.') label = at + 1;
    } else if (!is_ascii(text[at])) {
      n = utf8_length(text.substr(at));
      if (n == 0) return "the domain is not valid UTF-8";
    } else if (!is_alnum(text[at])) {
      break;
    }
  }
  if (at == begin) return "the domain is empty";
  if (at == label) return "the domain ends in a dot";
  if (text[at - 1] == '-') return "a label of the domain ends in a hyphen";
  return std::nullopt;
}

// RFC 5321 §4.1.3: Snum takes leading zeros.
bool valid_ipv4(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    std::size_t n = 0;
    int value = 0;
    for (; n < text.size() && is_digit(text[n]) && n < 4; ++n) value = value * 10 + text[n] - '0';
    if (n == 0 || n > 3 || value > 255) return false;
    text.remove_prefix(n);
    if (part == 3) return text.empty();
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
  }
  return false;
}

// RFC 5321 §4.1.3: IPv6-full, IPv6-comp, IPv6v4-full, IPv6v4-comp.
bool valid_ipv6(std::string_view text) {
  std::size_t groups = 0;
  bool compressed = text.starts_with("::"), with_ipv4 = false;
  if (compressed) text.remove_prefix(2);
  while (!text.empty()) {
    const std::string_view group = text.substr(0, text.find(':'));
    if (group.find('.') != std::string_view::npos) {
      if (!valid_ipv4(text)) return false;
      with_ipv4 = true;
      break;
    }
    if (group.empty() || group.size() > 4 || ++groups > 8) return false;
    for (const char c : group)
      if (hex_value(c) < 0) return false;
    text.remove_prefix(group.size());
    if (text.starts_with("::")) {
      if (compressed) return false;
      compressed = true;
      text.remove_prefix(2);
    } else if (!text.empty()) {
      text.remove_prefix(1);
      if (text.empty()) return false;
    }
  }
  const std::size_t whole = with_ipv4 ? 6 : 8;
  return compressed ? groups <= whole - 2 : groups == whole;
}

// RFC 5321 §4.1.3: Standardized-tag ":" 1*dcontent
bool valid_general_literal(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  for (const char c : text.substr(0, colon))
    if (!is_alnum(c) && c != '-') return false;
  if (text[colon - 1] == '-') return false;
  for (const char c : text.substr(colon + 1))
    if (c <= ' ' || c > '~' || (c >= '[' && c <= ']')) return false;
  return true;
}

// A domain or an address literal.
Fault scan_host(std::string_view text, std::size_t& at) {
  if (at >= text.size() || text[at] != '[') return scan_domain(text, at);
  const std::size_t end = text.find(']', at);
  if (end == std::string_view::npos) return "the address literal has no closing bracket";
  const std::string_view literal = text.substr(at, end + 1 - at);
  if (!valid_address_literal(literal))
    return "the address literal is not of the form [192.0.2.1] or [IPv6:2001:db8::1]";
  at = end + 1;
  return std::nullopt;
}

// RFC 5321 §4.1.2: A-d-l ":", to be accepted and ignored.
Fault scan_route(std::string_view text, std::size_t& at) {
  while (true) {
    if (at >= text.size() || text[at] != '@') return "the source route is not a list of @domain";
    ++at;
    if (Fault fault = scan_domain(text, at)) return "source route: " + *fault;
    if (at >= text.size()) return "the source route does not end in a colon";
    const char next = text[at++];
    if (next == ':') return std::nullopt;
    if (next != ',')
      return "the source route has " + shown(next) + " where a comma or colon belongs";
  }
}

Fault longer_than(const char* what, std::size_t octets) {
  return std::string(what) + " is longer than " + std::to_string(octets) + " octets";
}

Fault scan_local(std::string_view text, std::size_t most, std::size_t& at) {
  const std::size_t begin = at;
  const bool quoted = at < text.size() && text[at] == '"';
  if (Fault fault = quoted ? scan_quoted_string(text, at) : scan_dot_string(text, at)) return fault;
  if (at - begin > most) return longer_than("the local part", most);
  return std::nullopt;
}

// The parts of `<...>`, all views into `text`; `at` ends behind the closing bracket.
Fault scan_path(std::string_view text, const PathRules& rules, std::size_t& at, Path& path) {
  if (!text.starts_with('<')) return "the path is not in angle brackets: write <local@domain>";
  at = 1;
  if (text.starts_with("<>")) {
    if (!rules.allow_empty) return "the null path <> is for MAIL only";
    at = 2;
    return std::nullopt;
  }
  if (at < text.size() && text[at] == '@') {
    if (Fault fault = scan_route(text, at)) return fault;
    path.route = text.substr(1, at - 2);
  }
  const std::size_t begin = at;
  if (Fault fault = scan_local(text, rules.limits.local_part, at)) return fault;
  path.local = text.substr(begin, at - begin);
  if (at == text.size()) return "the path has no closing >";
  if (text[at] == '>') {
    // RFC 5321 §4.1.1.3: RCPT TO:<Postmaster>, without case and without a domain.
    if (!rules.allow_postmaster || !iequals(path.local, "postmaster") || !path.route.empty())
      return "the address has no @domain";
  } else if (text[at] != '@') {
    return "the local part has " + shown(text[at]) + ", which must be quoted";
  } else {
    const std::size_t domain = ++at;
    if (Fault fault = scan_host(text, at)) return fault;
    path.domain = text.substr(domain, at - domain);
    if (path.domain.size() > rules.limits.domain)
      return longer_than("the domain", rules.limits.domain);
    if (at == text.size()) return "the path has no closing >";
    if (text[at] != '>')
      return path.domain.ends_with(']')
                 ? "the address literal is followed by " + shown(text[at])
                 : "the domain has " + shown(text[at]) +
                       "; only letters, digits, dots and hyphens may stand there";
  }
  path.address = text.substr(begin, at - begin);
  ++at;
  if (path.address.size() + 2 > rules.limits.whole)
    return longer_than("the path", rules.limits.whole);
  path.non_ascii = !is_ascii(text.substr(0, at));
  if (path.non_ascii && !rules.allow_utf8)
    return "the address has non-ASCII characters, which need SMTPUTF8 (RFC 6531)";
  return std::nullopt;
}

}  // namespace

Result<Path> parse_path(std::string_view& rest, const PathRules& rules) {
  Path path;
  std::size_t at = 0;
  if (Fault fault = scan_path(rest, rules, at, path)) return Error{std::move(*fault)};
  rest.remove_prefix(at);
  return path;
}

std::string_view domain_of(std::string_view address) {
  bool quoted = false;
  std::size_t after = std::string_view::npos;
  for (std::size_t i = 0; i < address.size(); ++i) {
    if (quoted && address[i] == '\\')
      ++i;
    else if (address[i] == '"')
      quoted = !quoted;
    else if (address[i] == '@' && !quoted)
      after = i + 1;
  }
  return after == std::string_view::npos ? std::string_view() : address.substr(after);
}

bool valid_domain(std::string_view domain) {
  std::size_t at = 0;
  return domain.size() <= max_domain && !scan_domain(domain, at) && at == domain.size();
}

bool valid_address_literal(std::string_view literal) {
  if (literal.size() < 3 || literal.size() > max_domain || literal.front() != '[' ||
      literal.back() != ']')
    return false;
  literal.remove_prefix(1);
  literal.remove_suffix(1);
  if (valid_ipv4(literal)) return true;
  // "IPv6" is a tag of its own grammar (RFC 5321 §4.1.3), never a general literal.
  if (istarts_with(literal, "IPv6:")) return valid_ipv6(literal.substr(5));
  return valid_general_literal(literal);
}

}  // namespace mailrig
