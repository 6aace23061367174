// Listening sockets that were open before the program began: systemd's socket activation.
#pragma once

#include <sys/socket.h>

#include <string>
#include <vector>

#include "mail/result.hpp"
#include "net/descriptor.hpp"

namespace mailrig::net {

class Inherited {
 public:
  Inherited() = default;
  // Owns the descriptors from now on. The error names one that is no listening TCP socket.
  static Result<Inherited> adopt(const std::vector<int>& descriptors);

  // The socket that listens on just this address and port; empty if there is none. Each is given
  // out once.
  Descriptor take(const sockaddr_storage& address);
  // Where those listen that nobody took: "127.0.0.1:2525", "[::1]:2525".
  std::vector<std::string> left() const;

 private:
  struct Socket {
    Descriptor descriptor;
    sockaddr_storage address{};
  };
  std::vector<Socket> sockets_;
};

}  // namespace mailrig::net
