// A listening socket that can be made to refuse or to ignore whoever connects, and taken back.
#pragma once

#include <sys/socket.h>

#include <mutex>
#include <string>

#include "net/bind.hpp"
#include "net/descriptor.hpp"
#include "session/behavior.hpp"

namespace mailrig::net {

// Thread-safe: rules change on other threads than the one that accepts.
class Gate {
 public:
  // `socket` listens and stays the caller's, who calls close() before closing it. `place` says
  // where it is bound.
  Gate(int socket, const BoundSocket& place);
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  // Takes effect before it returns. Those in the queue are reset by refuse and wait under ignore.
  // False if nothing had to be moved.
  bool admit(Admission how);
  // For good: refuses, and removes a unix socket's path.
  void close();
  bool accepts() const;

  // As accept4, without blocking; EAGAIN while nobody is to be accepted.
  Descriptor accept(sockaddr_storage& from);

 private:
  void refuse();
  void resume(int backlog);
  void fill_queue();
  void empty_queue();
  bool is_filler(const sockaddr_storage& from) const;

  const int socket_;
  const std::string path_;  // of a unix socket; empty: TCP
  mutable std::mutex mutex_;
  Admission admission_ = Admission::accept;
  bool closed_ = false;
  Descriptor filler_;             // our own connection, which fills the queue
  sockaddr_storage filler_at_{};  // where it comes from
  Descriptor decoy_;              // stands at the path of a unix socket that refuses
};

}  // namespace mailrig::net
