#include "net/bind.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

namespace mailrig::net {
namespace {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  int family = AF_UNSPEC;
};

std::optional<SocketAddress> parse(const std::string& text, std::uint16_t port) {
  SocketAddress address;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    address.family = v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    address.size = sizeof *v4;
  } else if (inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
    address.family = v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
  } else {
    return std::nullopt;
  }
  return address;
}

void switch_on(int socket, int level, int option) {
  const int on = 1;
  ::setsockopt(socket, level, option, &on, sizeof on);
}

// Returns errno, 0 if it went well.
int listen_on(const SocketAddress& address, const std::string& text, Inherited* inherited,
              Descriptor& socket, std::uint16_t& port) {
  socket = inherited ? inherited->take(address.storage) : Descriptor();
  const bool bound_already = socket.get() >= 0;
  if (!bound_already)
    socket = Descriptor(::socket(address.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return errno;
  // Without SO_REUSEPORT: a second server would bind a busy port unnoticed.
  switch_on(socket.get(), SOL_SOCKET, SO_REUSEADDR);
  switch_on(socket.get(), IPPROTO_TCP, TCP_NODELAY);  // accepted sockets inherit it
  // Loopback has no congestion to control: a system's choice of BBR would pace each reply with a
  // timer. Best effort: every Linux has reno.
  if (is_loopback(text)) ::setsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, "reno", 4);
  if (bound_already) {
    port = ntohs(address.family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port
                     : reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
    return 0;
  }
  if (address.family == AF_INET6) switch_on(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address.storage), address.size) != 0)
    return errno;
  if (::listen(socket.get(), SOMAXCONN) != 0) return errno;
  // The first command is acknowledged by its reply, as all that follow are. Inherited, and best
  // effort.
  const int at_once = 0;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&bound), &size) != 0) return errno;
  port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(bound).sin_port);
  return 0;
}

bool family_missing(int error) { return error == EAFNOSUPPORT || error == EADDRNOTAVAIL; }

std::string describe(int error, const std::string& address, std::uint16_t port,
                     const std::string& listener, const std::string& flag) {
  const std::string place =
      (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" +
      std::to_string(port);
  std::string text = "cannot listen for " + listener + " on " + place + ": ";
  switch (error) {
    case EADDRINUSE:
      return text +
             "the port is in use by another program; stop that one, or choose another port "
             "with " +
             flag + " (0 takes a free one, off none)";
    case EACCES:
      return text + "ports below 1024 need privileges; choose a higher one with " + flag;
    case EADDRNOTAVAIL:
      return text + "this machine does not have that address; correct --bind";
    default:
      return text + std::generic_category().message(error);
  }
}

}  // namespace

bool is_address(const std::string& text) { return parse(text, 0).has_value(); }

bool is_loopback(const std::string& address) {
  return address == "::1" || address.rfind("127.", 0) == 0;
}

Result<std::vector<BoundSocket>> bind_all(const std::vector<std::string>& addresses,
                                          std::uint16_t port, const std::string& listener,
                                          const std::string& flag, Inherited* inherited) {
  // A free port of the first family may be taken in the second: then another one is tried. One that
  // the kernel chose is bound again by number: it would lose the other while a rule refuses.
  constexpr int attempts = 50;
  std::string last = "no address to listen on for " + listener + "; give one with --bind";
  for (int attempt = 0; attempt < attempts; ++attempt) {
    std::vector<BoundSocket> bound;
    std::uint16_t chosen = port;
    bool again = false;
    for (const std::string& text : addresses) {
      const auto address = parse(text, chosen);
      if (!address)
        return Error{"cannot listen on \"" + text +
                     "\": not an IPv4 or IPv6 address; correct --bind"};
      BoundSocket one{Descriptor(), text, 0};
      int error = listen_on(*address, text, inherited, one.socket, one.port);
      if (error == 0 && chosen == 0) {
        one.socket = Descriptor();
        error = listen_on(*parse(text, one.port), text, inherited, one.socket, one.port);
      }
      if (error == 0) {
        chosen = one.port;
        bound.push_back(std::move(one));
        continue;
      }
      last = describe(error, text, chosen, listener, flag);
      if (family_missing(error) && addresses.size() > 1) continue;
      again = port == 0 && error == EADDRINUSE;
      if (!again) return Error{last};
      break;
    }
    if (!again) {
      if (bound.empty()) return Error{last};
      return bound;
    }
  }
  return Error{last};
}

Result<std::vector<BoundSocket>> bind_path(const std::string& path, const std::string& listener,
                                           const std::string& flag) {
  const std::string text = "cannot listen for " + listener + " at " + path + ": ";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  constexpr std::size_t most = sizeof address.sun_path - sizeof ".refused";
  if (path.size() > most)
    return Error{text + "the path has " + std::to_string(path.size()) + " octets, more than " +
                 std::to_string(most) + "; choose a shorter one with " + flag};
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0)
    return Error{text +
                 "something exists there already; remove it if nobody needs it, or choose "
                 "another path with " +
                 flag};
  std::vector<BoundSocket> bound(1);
  bound[0].socket = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  bound[0].address = path;
  const int socket = bound[0].socket.get();
  if (socket < 0 ||
      ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket, SOMAXCONN) != 0)
    return Error{text + std::generic_category().message(errno) + "; correct " + flag};
  return bound;
}

}  // namespace mailrig::net
