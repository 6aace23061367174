// The session of a connection that is turned away: says one thing and closes.
#pragma once

#include <string>

#include "session/session.hpp"

namespace mailrig::net {

class Refusal final : public Session {
 public:
  explicit Refusal(std::string octets) : octets_(std::move(octets)) {}

  Action next(Time) override {
    if (said_) return Close{Close::How::fin};
    return Write{octets_, {}, {}};
  }
  std::span<char> prepare() override { return {}; }  // never reads
  void commit(std::size_t, Time) override {}
  void wrote(bool, Time) override { said_ = true; }
  void tls_started(const TlsInfo&, Time) override {}
  void tls_failed(const TlsFailure&, Time) override {}
  void interrupted(Interruption, Time) override {}
  void closed(Ending, std::size_t, Time) override {}

 private:
  std::string octets_;
  bool said_ = false;
};

}  // namespace mailrig::net
