// What the sources of load share: a connection to a port of this machine, and SMTP replies read
// whole.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace mailrig::bench {

[[noreturn]] inline void fail(const char* what) {
  std::perror(what);
  std::_Exit(EXIT_FAILURE);
}

// The socket, without Nagle's wait.
inline int connect_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    fail("connect");
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

// Reads as many replies as `digits` has, each beginning with its digit, and ends the program if one
// begins with another. The last line of a reply has a space after its code. `read(piece, size)`
// answers as recv() does.
template <class Read>
void expect(std::string_view digits, Read read) {
  std::string replies;
  char piece[2048];
  std::size_t line = 0;
  while (!digits.empty()) {
    const std::size_t end = replies.find('\n', line);
    if (end == std::string::npos) {
      const ssize_t got = read(piece, sizeof piece);
      if (got <= 0) fail("recv");
      replies.append(piece, static_cast<std::size_t>(got));
      continue;
    }
    const bool last = end < line + 4 || replies[line + 3] != '-';
    if (last && replies[line] != digits.front()) {
      std::fprintf(stderr, "the server answers %s", replies.c_str() + line);
      std::_Exit(EXIT_FAILURE);
    }
    if (last) digits.remove_prefix(1);
    line = end + 1;
  }
}

}  // namespace mailrig::bench
