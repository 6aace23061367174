// Operations of the reactor: as a coroutine awaits them, and in the shape of Asio, for Beast.
#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <coroutine>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "net/reactor.hpp"
#include "store/spare_blocks.hpp"

namespace mailrig::net {

// Stands in the frame of the coroutine that awaits it (Task), and is gone with it.
class Awaited : public Reactor::Operation {
 public:
  Awaited(const Awaited&) = delete;
  Awaited& operator=(const Awaited&) = delete;

  bool await_ready() const noexcept { return false; }
  void complete(int error, std::size_t octets) final {
    error_ = error;
    octets_ = octets;
    by_.resume();
  }
  void abandon() final { outermost_.destroy(); }

 protected:
  explicit Awaited(std::span<char> into = {}) : Operation(into) {}
  ~Awaited() = default;

  template <class Promise>
  Reactor::Pending pending(std::coroutine_handle<Promise> by) {
    by_ = by;
    outermost_ = by.promise().outermost;
    return Reactor::Pending(this);
  }

  int error_ = 0;
  std::size_t octets_ = 0;

 private:
  std::coroutine_handle<> by_, outermost_;
};

// Others on the thread have their turn.
class NextTurn final : public Awaited {
 public:
  explicit NextTurn(Reactor& reactor) : reactor_(reactor) {}
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> by) {
    reactor_.complete_later(pending(by), 0);
  }
  void await_resume() const {}

 private:
  Reactor& reactor_;
};

// With a completion handler of (error_code), that of a read of (error_code, octets).
template <bool reads, class Handler>
class HandledOperation final : public Reactor::Operation,
                               public Recycled<HandledOperation<reads, Handler>> {
 public:
  HandledOperation(Handler handler, std::span<char> into)
      : Operation(into), handler_(std::move(handler)) {}

  void complete(int error, std::size_t octets) override {
    using boost::system::error_code;
    error_code code(error, boost::system::system_category());
    Handler handler = std::move(handler_);
    delete this;  // the block is the next operation's
    if constexpr (reads) {
      if (error == 0 && octets == 0) code = boost::asio::error::eof;
      std::move(handler)(code, octets);
    } else {
      std::move(handler)(code);
    }
  }
  void abandon() override { delete this; }

 private:
  Handler handler_;
};

template <class Handler>
Reactor::Pending wait_operation(Handler&& handler) {
  using Wait = HandledOperation<false, std::decay_t<Handler>>;
  return Reactor::Pending(new Wait(std::forward<Handler>(handler), std::span<char>()));
}

template <class Handler>
Reactor::Pending read_operation(Handler&& handler, std::span<char> into) {
  using Read = HandledOperation<true, std::decay_t<Handler>>;
  return Reactor::Pending(new Read(std::forward<Handler>(handler), into));
}

// The other way about: a coroutine awaits an operation of Asio that completes with (error_code,
// octets), not within `begin`, which is called with its handler. Answers the error_code.
template <class Begin>
class AwaitedHandler {
 public:
  explicit AwaitedHandler(Begin begin) : begin_(std::move(begin)) {}
  AwaitedHandler(const AwaitedHandler&) = delete;
  AwaitedHandler& operator=(const AwaitedHandler&) = delete;

  class Handler {
   public:
    explicit Handler(AwaitedHandler& of) : of_(&of) {}
    Handler(Handler&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Handler& operator=(Handler&&) = delete;
    ~Handler() {
      if (of_) of_->outermost_.destroy();  // it will not be called any more
    }
    void operator()(boost::system::error_code error, std::size_t) {
      AwaitedHandler& of = *std::exchange(of_, nullptr);
      of.error_ = error;
      of.by_.resume();
    }

   private:
    AwaitedHandler* of_;
  };

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> by) {
    by_ = by;
    outermost_ = by.promise().outermost;
    begin_(Handler(*this));
  }
  boost::system::error_code await_resume() const { return error_; }

 private:
  Begin begin_;
  std::coroutine_handle<> by_, outermost_;
  boost::system::error_code error_;
};

}  // namespace mailrig::net
