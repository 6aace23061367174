// The physical limit for row 3: reads what one sender after another pushes into memory that is
// kept, and says at the end how many octets came. Usage: raw_sink CONNECTIONS OCTETS_EACH; prints
// its port first.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int connections = std::atoi(argv[1]);
  const std::size_t octets = std::strtoull(argv[2], nullptr, 10);
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0) return 1;
  ::listen(listener, connections);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);

  std::vector<std::thread> readers;
  std::vector<std::unique_ptr<char[]>> kept(connections);
  for (int i = 0; i < connections; ++i) {
    const int peer = ::accept(listener, nullptr, nullptr);
    kept[i] = std::make_unique_for_overwrite<char[]>(octets);
    readers.emplace_back([peer, octets, to = kept[i].get()] {
      std::size_t have = 0;
      for (ssize_t n; have < octets && (n = ::recv(peer, to + have, octets - have, 0)) > 0;)
        have += static_cast<std::size_t>(n);
      ::close(peer);
    });
  }
  for (std::thread& reader : readers) reader.join();
  return 0;
}
