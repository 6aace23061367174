#include "smtp/attributes.hpp"

#include <algorithm>
#include <charconv>

#include "mail/ascii.hpp"
#include "session/network.hpp"
#include "smtp/xtext.hpp"

namespace mailrig::smtp {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// "192.0.2.1" or "IPV6:2001:db8::1"
std::optional<std::string> parse_address(std::string_view text) {
  const bool six = istarts_with(text, "IPV6:");
  if (six) text.remove_prefix(5);
  const bool colons = text.find(':') != std::string_view::npos;
  return six == colons ? canonical_ip(text) : std::nullopt;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace

Result<std::vector<Parameter>> parse_attributes(std::string_view arg,
                                                const std::vector<std::string_view>& known) {
  std::vector<Parameter> attributes;
  while (!arg.empty()) {
    const std::string_view word = arg.substr(0, arg.find(' '));
    arg.remove_prefix(std::min(arg.size(), word.size() + 1));
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) return Error{"NAME=value is expected"};
    Parameter attribute{upper(word.substr(0, equals)), std::nullopt};
    if (std::find(known.begin(), known.end(), attribute.keyword) == known.end())
      return Error{"unknown attribute"};
    const std::string_view value = word.substr(equals + 1);
    if (!iequals(value, "[UNAVAILABLE]") && !iequals(value, "[TEMPUNAVAIL]")) {
      attribute.value = decode_xtext(value);
      if (!attribute.value) return Error{"a value is no xtext"};
    }
    attributes.push_back(std::move(attribute));
  }
  if (attributes.empty()) return Error{"NAME=value is expected"};
  return attributes;
}

Result<std::vector<Parameter>> parse_xclient(std::string_view arg) {
  return parse_attributes(
      arg, {"NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT"});
}

Result<std::vector<Parameter>> parse_xforward(std::string_view arg) {
  return parse_attributes(arg, {"NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"});
}

Result<Facts> apply_xclient(Facts facts, const std::vector<Parameter>& attributes) {
  for (const Parameter& attribute : attributes) {
    const std::string& word = attribute.keyword;
    const std::string value = attribute.value.value_or("");
    if (word == "ADDR" && attribute.value) {
      const auto address = parse_address(value);
      if (!address) return Error{"bad ADDR"};
      facts.ip = *address;
    } else if ((word == "PORT" || word == "DESTPORT") && attribute.value) {
      const auto port = parse_port(value);
      if (!port) return Error{"bad " + word};
      if (word == "PORT") facts.client_port = *port;
    } else if (word == "DESTADDR" && attribute.value) {
      if (!parse_address(value)) return Error{"bad DESTADDR"};
    } else if (word == "PROTO" && attribute.value) {
      if (!iequals(value, "SMTP") && !iequals(value, "ESMTP")) return Error{"bad PROTO"};
      facts.esmtp = iequals(value, "ESMTP");
    } else if (word == "HELO") {
      facts.helo = value;
    } else if (word == "LOGIN") {
      facts.user = attribute.value;
    }
  }
  return facts;
}

}  // namespace mailrig::smtp
