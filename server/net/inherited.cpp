#include "net/inherited.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace mailrig::net {
namespace {

bool listens(int descriptor) {
  int on = 0, type = 0;
  socklen_t size = sizeof on;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) != 0 || !on) return false;
  size = sizeof type;
  return ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

bool same(const sockaddr_storage& a, const sockaddr_storage& b) {
  if (a.ss_family != b.ss_family) return false;
  if (a.ss_family == AF_INET6) {
    const auto& x = reinterpret_cast<const sockaddr_in6&>(a);
    const auto& y = reinterpret_cast<const sockaddr_in6&>(b);
    return x.sin6_port == y.sin6_port &&
           std::memcmp(&x.sin6_addr, &y.sin6_addr, sizeof x.sin6_addr) == 0;
  }
  const auto& x = reinterpret_cast<const sockaddr_in&>(a);
  const auto& y = reinterpret_cast<const sockaddr_in&>(b);
  return x.sin_port == y.sin_port && x.sin_addr.s_addr == y.sin_addr.s_addr;
}

std::string place_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
    inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    return "[" + std::string(text) + "]:" + std::to_string(ntohs(six.sin6_port));
  }
  const auto& four = reinterpret_cast<const sockaddr_in&>(address);
  inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
  return std::string(text) + ":" + std::to_string(ntohs(four.sin_port));
}

}  // namespace

Result<Inherited> Inherited::adopt(const std::vector<int>& descriptors) {
  Inherited all;
  for (const int number : descriptors) {
    Socket socket{Descriptor(number)};
    socklen_t size = sizeof socket.address;
    if (!listens(number) ||
        ::getsockname(number, reinterpret_cast<sockaddr*>(&socket.address), &size) != 0 ||
        (socket.address.ss_family != AF_INET && socket.address.ss_family != AF_INET6))
      return Error{"descriptor " + std::to_string(number) +
                   " of LISTEN_FDS is no listening TCP socket; correct the .socket unit"};
    ::fcntl(number, F_SETFD, FD_CLOEXEC);
    ::fcntl(number, F_SETFL, ::fcntl(number, F_GETFL) | O_NONBLOCK);
    all.sockets_.push_back(std::move(socket));
  }
  return all;
}

Descriptor Inherited::take(const sockaddr_storage& address) {
  const auto found = std::find_if(sockets_.begin(), sockets_.end(),
                                  [&](const Socket& one) { return same(one.address, address); });
  if (found == sockets_.end()) return Descriptor();
  Descriptor taken = std::move(found->descriptor);
  sockets_.erase(found);
  return taken;
}

std::vector<std::string> Inherited::left() const {
  std::vector<std::string> places;
  for (const Socket& one : sockets_) places.push_back(place_of(one.address));
  return places;
}

}  // namespace mailrig::net
