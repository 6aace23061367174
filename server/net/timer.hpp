// A point in time to wait for, on its reactor.
#pragma once

#include <boost/asio/async_result.hpp>
#include <utility>

#include "net/operation.hpp"

namespace mailrig::net {

class Timer {
 public:
  using Time = Reactor::Time;

  explicit Timer(Reactor& reactor) : reactor_(reactor) {}
  ~Timer() { cancel(); }
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
          reactor_.set(alarm_, at_, wait_operation(std::forward<decltype(handler)>(handler)));
        },
        token);
  }
  void cancel() { reactor_.cancel(alarm_); }

 private:
  Reactor& reactor_;
  Reactor::Alarm alarm_;
  Time at_{};
};

}  // namespace mailrig::net
