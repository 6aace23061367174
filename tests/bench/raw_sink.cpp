// The physical limit for row 3: reads what comes on a TCP port into fresh memory and keeps it, a
// thread a connection. Prints its port; when a client half-closes, answers one octet.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t block_size = 10u << 20;  // of one message in row 3

void keep_all(int client) {
  std::vector<std::unique_ptr<char[]>> kept;
  while (true) {
    kept.emplace_back(new char[block_size]);  // not zeroed: the kernel's copy touches it first
    std::size_t filled = 0;
    while (filled < block_size) {
      const ssize_t got = ::read(client, kept.back().get() + filled, block_size - filled);
      if (got <= 0) {
        if (::write(client, "k", 1) < 0) std::perror("raw_sink: write");
        ::close(client);
        return;
      }
      filled += static_cast<std::size_t>(got);
    }
  }
}

}  // namespace

int main() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener, 16) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("raw_sink");
    return EXIT_FAILURE;
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  while (true) {
    const int client = ::accept(listener, nullptr, nullptr);
    if (client >= 0) std::thread(keep_all, client).detach();
  }
}
