#include "session/proxy_header.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "session/network.hpp"

namespace mailrig {
namespace {

using namespace std::string_view_literals;
using State = ProxyHeader::State;

constexpr std::string_view kWord = "PROXY "sv;
constexpr std::string_view kSignature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t kLongest1 = 107;  // §2.1, with CRLF
constexpr std::size_t kLongest2 = 2'048;
constexpr std::size_t kHead2 = 16;

ProxyHeader malformed(std::string why) {
  ProxyHeader header;
  header.state = State::malformed;
  header.why = std::move(why);
  return header;
}

std::string_view take_word(std::string_view& rest) {
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  return word;
}

std::optional<std::string> address_of(int family, std::string_view text) {
  const bool six = text.find(':') != std::string_view::npos;
  return six == (family == AF_INET6) ? canonical_ip(text) : std::nullopt;
}

// §2.1: decimal, without leading zeros, 0 to 65535.
std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || stop != end || (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  return port;
}

// PROXY TCP4 192.0.2.1 192.0.2.2 56324 25
ProxyHeader parse_version_1(std::string_view octets) {
  const std::size_t end = octets.substr(0, kLongest1).find("\r\n");
  if (end == std::string_view::npos)
    return octets.size() < kLongest1 ? ProxyHeader() : malformed("no CRLF within 107 octets");
  ProxyHeader header;
  header.state = State::complete;
  header.length = end + 2;
  std::string_view rest = octets.substr(kWord.size(), end - kWord.size());
  const std::string_view protocol = take_word(rest);
  if (protocol == "UNKNOWN") {  // the rest of the line counts for nothing
    header.local = true;
    return header;
  }
  if (protocol != "TCP4" && protocol != "TCP6") return malformed("TCP4, TCP6 or UNKNOWN expected");
  const int family = protocol == "TCP4" ? AF_INET : AF_INET6;
  const auto source = address_of(family, take_word(rest));
  const auto destination = address_of(family, take_word(rest));
  const auto source_port = parse_port(take_word(rest));
  const auto destination_port = parse_port(rest);
  if (!source || !destination) return malformed("two addresses of that family expected");
  if (!source_port || !destination_port) return malformed("two ports expected");
  header.source = *source;
  header.destination = *destination;
  header.source_port = *source_port;
  header.destination_port = *destination_port;
  return header;
}

std::uint16_t number(std::string_view octets, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(octets[at]) << 8 |
                                    static_cast<unsigned char>(octets[at + 1]));
}

std::string address(int family, std::string_view octets) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family, octets.data(), text, sizeof text);
  return text;
}

ProxyHeader parse_version_2(std::string_view octets) {
  if (octets.size() < kHead2) return {};
  const auto version = static_cast<unsigned char>(octets[12]);
  if (version >> 4 != 2 || (version & 0x0f) > 1) return malformed("version 2, LOCAL or PROXY");
  const std::size_t length = number(octets, 14);
  if (kHead2 + length > kLongest2) return malformed("longer than 2048 octets");
  if (octets.size() < kHead2 + length) return {};
  ProxyHeader header;
  header.state = State::complete;
  header.length = kHead2 + length;
  const std::string_view body = octets.substr(kHead2, length);
  const auto family = static_cast<unsigned char>(octets[13]);
  // §2.2: LOCAL, and families that nobody knows, leave the connection as it is.
  header.local = (version & 0x0f) == 0 || (family != 0x11 && family != 0x21);
  if (header.local) return header;
  const std::size_t size = family == 0x11 ? 4 : 16;
  if (body.size() < 2 * size + 4) return malformed("too short for its addresses");
  const int kind = family == 0x11 ? AF_INET : AF_INET6;
  header.source = address(kind, body.substr(0, size));
  header.destination = address(kind, body.substr(size, size));
  header.source_port = number(body, 2 * size);
  header.destination_port = number(body, 2 * size + 2);
  return header;
}

}  // namespace

ProxyHeader parse_proxy_header(std::string_view octets) {
  const auto begins = [&](std::string_view whole) {
    return whole.starts_with(octets.substr(0, whole.size()));
  };
  if (octets.size() >= kWord.size() && begins(kWord)) return parse_version_1(octets);
  if (octets.size() >= kSignature.size() && begins(kSignature)) return parse_version_2(octets);
  if (begins(kWord) || begins(kSignature)) return {};
  return malformed("it begins with neither version's signature");
}

}  // namespace mailrig
