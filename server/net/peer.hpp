// Who connected, and where to.
#pragma once

#include <cstdint>
#include <string>

namespace mailrig::net {

struct Peer {
  std::string ip;                // without brackets; "unix" through a unix socket
  std::uint16_t port = 0;        // 0 through a unix socket
  std::uint16_t local_port = 0;  // the listener's
  std::uint64_t entrance = 0;    // the Server's number for the listener
};

}  // namespace mailrig::net
