// A file descriptor with one owner, and what can be asked of any.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <utility>

namespace mailrig::net {

// Which of `events`, as poll(2) names them, hold now; POLLERR and POLLHUP as well.
inline short poll_now(int descriptor, short events) {
  pollfd one{descriptor, events, 0};
  return ::poll(&one, 1, 0) == 1 ? one.revents : short{0};
}

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

}  // namespace mailrig::net
