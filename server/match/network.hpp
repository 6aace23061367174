// Networks of client addresses, for what is counted per `ip/<prefix>`.
#pragma once

#include <string>
#include <string_view>

namespace mailrig {

// The network that an address belongs to: "192.0.2.77" with prefix 24 is in "192.0.2.0/24". A
// prefix up to 32 means /64 for IPv6 clients, the network of one customer; a longer one is theirs
// literally. What is no address is returned as it is.
std::string network_of(std::string_view ip, unsigned prefix);

}  // namespace mailrig
