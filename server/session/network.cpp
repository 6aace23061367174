#include "session/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace mailrig {
namespace {

using Octets = std::array<unsigned char, 16>;
constexpr unsigned kMapped = 96;  // bits before the IPv4 address

struct Address {
  Octets octets{};
  bool v4 = false;
};

std::optional<Address> parse_address(std::string_view ip) {
  const std::string text(ip);
  if (text.find('\0') != std::string::npos) return std::nullopt;
  Address address;
  std::array<unsigned char, 4> v4{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
    address.v4 = true;
    address.octets[10] = address.octets[11] = 0xff;
    std::copy(v4.begin(), v4.end(), address.octets.begin() + 12);
    return address;
  }
  if (inet_pton(AF_INET6, text.c_str(), address.octets.data()) == 1) return address;
  return std::nullopt;
}

}  // namespace

bool Network::contains(std::string_view ip) const {
  const std::optional<Address> other = parse_address(ip);
  if (!other) return false;
  const unsigned whole = prefix / 8, rest = prefix % 8;
  if (!std::equal(address.begin(), address.begin() + whole, other->octets.begin())) return false;
  if (rest == 0) return true;
  const unsigned mask = 0xff00u >> rest & 0xffu;
  return ((address[whole] ^ other->octets[whole]) & mask) == 0;
}

Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<Address> address = parse_address(text.substr(0, slash));
  const unsigned most = address && address->v4 ? 32 : 128;
  unsigned prefix = most;
  bool fits = address.has_value();
  if (fits && slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), prefix);
    fits = error == std::errc() && end == number.data() + number.size() && prefix <= most;
  }
  if (!fits)
    return Error{"\"" + std::string(text) +
                 "\" is no network; write 192.0.2.0/24, 2001:db8::/32 or an address"};
  return Network{address->octets, address->v4 ? prefix + kMapped : prefix};
}

std::optional<std::string> canonical_ip(std::string_view text) {
  const std::optional<Address> address = parse_address(text);
  if (!address) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> shown{};
  const unsigned char* const octets = address->octets.data() + (address->v4 ? 12 : 0);
  inet_ntop(address->v4 ? AF_INET : AF_INET6, octets, shown.data(), shown.size());
  return std::string(shown.data());
}

std::vector<Network> loopback_networks() {
  return {*parse_network("127.0.0.0/8"), *parse_network("::1")};
}

bool contains(const std::vector<Network>& networks, std::string_view ip) {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const Network& network) { return network.contains(ip); });
}

}  // namespace mailrig
