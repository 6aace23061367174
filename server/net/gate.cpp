#include "net/gate.hpp"

#include <netinet/in.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace mailrig::net {
namespace {

int non_blocking(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

// Whether others may bind the port too while nobody listens there.
void share(int socket, bool shared) {
  const int value = shared;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value);
}

std::string hidden(const std::string& path) { return path + ".refused"; }

}  // namespace

Gate::Gate(int socket, const BoundSocket& place)
    : socket_(socket), path_(place.port ? "" : place.address) {}

Gate::~Gate() { close(); }

bool Gate::accepts() const {
  const std::lock_guard lock(mutex_);
  return !closed_ && admission_ == Admission::accept;
}

bool Gate::admit(Admission how) {
  const std::lock_guard lock(mutex_);
  if (closed_ || how == admission_) return false;
  if (admission_ == Admission::ignore) empty_queue();
  if (how == Admission::refuse)
    refuse();
  else
    resume(how == Admission::ignore ? 0 : SOMAXCONN);
  if (how == Admission::ignore) fill_queue();
  admission_ = how;
  return true;
}

void Gate::close() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(closed_, true)) return;
  empty_queue();
  ::shutdown(socket_, SHUT_RD);
  if (path_.empty()) return;
  ::unlink(path_.c_str());
  if (admission_ == Admission::refuse) ::unlink(hidden(path_).c_str());
}

// TCP: the kernel answers with RST, and the port stays ours. A unix socket cannot be taken back
// from that: it steps aside for one that is bound and does not listen, which refuses too.
void Gate::refuse() {
  if (path_.empty()) {
    ::shutdown(socket_, SHUT_RD);
    share(socket_, false);
    return;
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string draft = path_ + ".decoy";
  if (draft.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, draft.c_str(), draft.size() + 1);
  decoy_ = Descriptor(non_blocking(AF_UNIX));
  if (::bind(decoy_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return;
  if (::link(path_.c_str(), hidden(path_).c_str()) == 0)
    std::rename(draft.c_str(), path_.c_str());
  else
    ::unlink(draft.c_str());
}

void Gate::resume(int backlog) {
  if (!path_.empty() && admission_ == Admission::refuse) {
    std::rename(hidden(path_).c_str(), path_.c_str());
    decoy_ = Descriptor();
  }
  if (path_.empty()) share(socket_, true);  // with those who are still connected
  ::listen(socket_, backlog);
}

// A queue of length 0 takes one connection: ours. The kernel drops each further SYN, so that a
// client sees no answer at all.
void Gate::fill_queue() {
  sockaddr_storage self{};
  socklen_t size = sizeof self;
  if (::getsockname(socket_, reinterpret_cast<sockaddr*>(&self), &size) != 0) return;
  filler_ = Descriptor(non_blocking(self.ss_family));
  // A name of the kernel's choice (unix(7), autobind), to be known by when it is accepted.
  const sa_family_t unnamed = AF_UNIX;
  if (self.ss_family == AF_UNIX)
    ::bind(filler_.get(), reinterpret_cast<const sockaddr*>(&unnamed), sizeof unnamed);
  if (::connect(filler_.get(), reinterpret_cast<sockaddr*>(&self), size) != 0 &&
      errno != EINPROGRESS)
    return;
  size = sizeof filler_at_;
  ::getsockname(filler_.get(), reinterpret_cast<sockaddr*>(&filler_at_), &size);
}

void Gate::empty_queue() { filler_ = Descriptor(); }

bool Gate::is_filler(const sockaddr_storage& from) const {
  if (from.ss_family != filler_at_.ss_family) return false;
  if (from.ss_family == AF_INET6)
    return reinterpret_cast<const sockaddr_in6&>(from).sin6_port ==
           reinterpret_cast<const sockaddr_in6&>(filler_at_).sin6_port;
  if (from.ss_family == AF_INET)
    return reinterpret_cast<const sockaddr_in&>(from).sin_port ==
           reinterpret_cast<const sockaddr_in&>(filler_at_).sin_port;
  return std::memcmp(&from, &filler_at_, sizeof from) == 0;
}

Descriptor Gate::accept(sockaddr_storage& from) {
  const std::lock_guard lock(mutex_);
  for (;;) {
    errno = EAGAIN;
    if (closed_ || admission_ != Admission::accept) return Descriptor();
    socklen_t size = sizeof from;
    from = {};
    Descriptor taken(::accept4(socket_, reinterpret_cast<sockaddr*>(&from), &size,
                               SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (taken.get() < 0 && (errno == ECONNABORTED || errno == EINTR)) continue;
    if (taken.get() >= 0 && filler_at_.ss_family != AF_UNSPEC && is_filler(from)) {
      filler_at_ = {};
      continue;
    }
    return taken;
  }
}

}  // namespace mailrig::net
