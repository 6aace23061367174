// The PROXY protocol's header, versions 1 and 2 (HAProxy's proxy-protocol.txt), which tells a
// server behind a proxy who the client is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailrig {

struct ProxyHeader {
  enum class State : std::uint8_t { incomplete, malformed, complete };
  State state = State::incomplete;
  std::size_t length = 0;  // complete: octets that it takes
  // Complete: LOCAL, UNKNOWN or a unix socket, which leaves the connection's own addresses.
  bool local = false;
  std::string source, destination;  // addresses without brackets
  std::uint16_t source_port = 0, destination_port = 0;
  std::string why = {};  // malformed: in words
};

// What stands at the front of `octets`, however much of it has come. At most 107 octets of version
// 1, and 2,048 of version 2, are waited for.
ProxyHeader parse_proxy_header(std::string_view octets);

}  // namespace mailrig
