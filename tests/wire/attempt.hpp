// One attempt to connect that is not waited for.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>

#include "net/descriptor.hpp"

namespace mailrig::wire {

class Attempt {
 public:
  explicit Attempt(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  // Whether it came to an end, good or bad, within `time`.
  bool over(std::chrono::milliseconds time) {
    pollfd one{socket_.get(), POLLOUT, 0};
    return ::poll(&one, 1, static_cast<int>(time.count())) == 1;
  }
  // What that end was: 0, or an errno.
  int error() {
    int value = 0;
    socklen_t size = sizeof value;
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &value, &size);
    return value;
  }

 private:
  net::Descriptor socket_;
};

}  // namespace mailrig::wire
