// Networks of addresses, to tell who is trusted.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"

namespace mailrig {

// IPv4 addresses are kept as IPv4-mapped ones (RFC 4291 §2.5.5.2).
struct Network {
  std::array<unsigned char, 16> address{};
  unsigned prefix = 128;  // bits

  bool contains(std::string_view ip) const;
};

// "192.0.2.0/24", "2001:db8::/32", or an address on its own. Bits beyond the prefix count for
// nothing.
Result<Network> parse_network(std::string_view text);
// The address in the one way in which it stands in records, so that it can be compared: IPv6 in
// small letters and shortened, as the kernel's addresses are. Nothing if it is no address.
std::optional<std::string> canonical_ip(std::string_view text);
// 127.0.0.0/8 and ::1.
std::vector<Network> loopback_networks();
bool contains(const std::vector<Network>& networks, std::string_view ip);

}  // namespace mailrig
