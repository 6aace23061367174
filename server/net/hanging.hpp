// A place among the connections that may hang on purpose; given back with it.
#pragma once

#include "net/io_pool.hpp"

namespace mailrig::net {

class Hanging {
 public:
  explicit Hanging(IoPool& pool) : pool_(pool), granted_(pool.hang()) {}
  ~Hanging() {
    if (granted_) pool_.hang_no_more();
  }
  Hanging(const Hanging&) = delete;
  Hanging& operator=(const Hanging&) = delete;
  bool granted() const { return granted_; }

 private:
  IoPool& pool_;
  const bool granted_;
};

}  // namespace mailrig::net
