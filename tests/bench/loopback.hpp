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

// Reads one reply, whose last line has a space after its code, and ends the program if that begins
// with another digit. `read(piece, size)` answers as recv() does.
template <class Read>
void expect(char first_digit, Read read) {
  std::string reply;
  char piece[2048];
  while (true) {
    const ssize_t got = read(piece, sizeof piece);
    if (got <= 0) fail("recv");
    reply.append(piece, static_cast<std::size_t>(got));
    if (reply.back() != '\n') continue;
    const std::size_t before = reply.rfind('\n', reply.size() - 2);
    const std::size_t line = before == std::string::npos ? 0 : before + 1;
    if (reply.size() > line + 3 && reply[line + 3] == '-') continue;
    if (reply[line] == first_digit) return;
    std::fprintf(stderr, "the server answers %s", reply.c_str());
    std::_Exit(EXIT_FAILURE);
  }
}

}  // namespace mailrig::bench
