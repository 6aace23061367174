// A point in time to wait for, on its reactor.
#pragma once

#include <boost/asio/async_result.hpp>
#include <utility>

#include "net/operation.hpp"

namespace mailrig::net {

class Timer final : private Reactor::Alarm {
 public:
  using Time = Reactor::Time;

  explicit Timer(Reactor& reactor) : reactor_(reactor) {}
  ~Timer() override { cancel(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Ends a wait under way, as cancel() does.
  void expires_at(Time at) {
    cancel();
    at_ = at;
  }
  void expires_after(Time::duration time) { expires_at(std::chrono::steady_clock::now() + time); }
  // Completes with (error_code); operation_aborted: cancelled. One wait at a time.
  template <class Token>
  auto async_wait(Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
        [this](auto&& handler) {
          cancel();
          waiting_ = wait_operation(std::forward<decltype(handler)>(handler));
          reactor_.set(*this, at_);
        },
        token);
  }
  void cancel() {
    reactor_.cancel(*this);
    if (waiting_) reactor_.complete_later(std::move(waiting_), ECANCELED);
  }

 private:
  void ring() override { Reactor::complete(std::move(waiting_), 0, 0); }
  Reactor::Pending abandon() override { return std::move(waiting_); }

  Reactor& reactor_;
  Reactor::Pending waiting_;
  Time at_{};
};

}  // namespace mailrig::net
