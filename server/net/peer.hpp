// Who connected, and where to.
#pragma once

#include <cstdint>
#include <string>

namespace mailrig::net {

struct Peer {
  std::string ip;  // without brackets
  std::uint16_t port = 0;
  std::uint16_t local_port = 0;  // the listener's
};

}  // namespace mailrig::net
