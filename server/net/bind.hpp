// Listening sockets: on one port of several addresses, or at a path.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mail/result.hpp"
#include "net/descriptor.hpp"
#include "net/inherited.hpp"

namespace mailrig::net {

struct BoundSocket {
  Descriptor socket;       // non-blocking, listening
  std::string address;     // or the path of a unix socket
  std::uint16_t port = 0;  // 0: a unix socket
};

// True for an IPv4 or IPv6 literal, which is all that bind_all takes.
bool is_address(const std::string& text);
bool is_loopback(const std::string& address);

// Binds `port` on every address, or nothing. Port 0 takes a free one, the same on all. A family
// that the machine does not have is left out, unless nothing else remains. `flag` names the
// command line's flag in errors: "--smtp-port". An inherited socket of that address and port is
// taken instead of a new one.
Result<std::vector<BoundSocket>> bind_all(const std::vector<std::string>& addresses,
                                          std::uint16_t port, const std::string& listener,
                                          const std::string& flag, Inherited* inherited = nullptr);

// A unix socket. A path that exists is an error, whatever is there.
Result<std::vector<BoundSocket>> bind_path(const std::string& path, const std::string& listener,
                                           const std::string& flag);

}  // namespace mailrig::net
