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
  // True when the time has come, false if cancelled. One wait at a time.
  auto wait() { return Wait(*this); }
  // Completes with (error_code); operation_aborted: cancelled.
  template <class Token>
  auto async_wait(Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
        [this](auto&& handler) { begin(wait_operation(std::forward<decltype(handler)>(handler))); },
        token);
  }
  void cancel() {
    reactor_.cancel(*this);
    if (waiting_) reactor_.complete_later(std::move(waiting_), ECANCELED);
  }

 private:
  void ring() override { Reactor::complete(std::move(waiting_), 0, 0); }
  Reactor::Pending give_up() override { return std::move(waiting_); }
  void begin(Reactor::Pending wait) {
    cancel();
    waiting_ = std::move(wait);
    reactor_.set(*this, at_);
  }

  class Wait final : public Awaited {
   public:
    explicit Wait(Timer& timer) : timer_(timer) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> by) {
      timer_.begin(pending(by));
    }
    bool await_resume() const { return error_ == 0; }

   private:
    Timer& timer_;
  };

  Reactor& reactor_;
  Reactor::Pending waiting_;
  Time at_{};
};

}  // namespace mailrig::net
