// What rows 1 and 2 cost the kernel alone: answers each SMTP command by its first letter and keeps
// nothing, on one thread. Prints its port.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>

namespace {

struct Client {
  bool in_content = false;
  std::string last;  // octets of the content, as many as its end has
};

void say(int socket, std::string_view reply) {
  if (::send(socket, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) std::perror("raw_answerer");
}

// Whether the connection goes on.
bool answer(int socket, Client& client, std::string_view octets) {
  if (client.in_content) {
    constexpr std::string_view end = "\r\n.\r\n";
    client.last += octets.substr(octets.size() - std::min(octets.size(), end.size()));
    if (!client.last.ends_with(end)) {
      client.last.erase(0, client.last.size() - std::min(client.last.size(), end.size()));
      return true;
    }
    client = {};
    say(socket, "250 2.0.0 Ok: kept as m1\r\n");
    return true;
  }
  switch (octets.front() | 0x20) {
    case 'd':
      client.in_content = true;
      say(socket, "354 End data with <CR><LF>.<CR><LF>\r\n");
      return true;
    case 'q':
      say(socket, "221 2.0.0 Bye\r\n");
      return false;
    default:
      say(socket, "250 2.1.0 Ok\r\n");
      return true;
  }
}

void watch(int poll, int socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = socket;
  ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

}  // namespace

int main() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  ::setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(listener, IPPROTO_TCP, TCP_CONGESTION, "reno", 4);  // as mailrig's
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener, 1'024) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("raw_answerer");
    return EXIT_FAILURE;
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  const int poll = ::epoll_create1(0);
  watch(poll, listener);
  std::unordered_map<int, Client> clients;
  static char octets[65'536];
  epoll_event events[128];
  while (true) {
    const int ready = ::epoll_wait(poll, events, 128, -1);
    for (int i = 0; i < ready; ++i) {
      const int socket = events[i].data.fd;
      if (socket == listener) {
        const int fresh = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (fresh < 0) continue;
        clients[fresh] = {};
        watch(poll, fresh);
        say(fresh, "220 mailrig.test ESMTP\r\n");
        continue;
      }
      const ssize_t got = ::recv(socket, octets, sizeof octets, 0);
      const bool goes_on =
          got > 0 && answer(socket, clients[socket], {octets, static_cast<std::size_t>(got)});
      if (goes_on) continue;
      clients.erase(socket);
      ::close(socket);
    }
  }
}
