// A stream socket, listening or connected, on its reactor: an AsyncReadStream of Beast.
#pragma once

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <utility>

#include "net/descriptor.hpp"
#include "net/operation.hpp"
#include "net/transfer.hpp"

namespace mailrig::net {

class Socket {
 public:
  using executor_type = boost::asio::io_context::executor_type;
  enum wait_type { wait_read, wait_write };

  // Throws std::system_error if the kernel cannot watch one more.
  Socket(Reactor& reactor, executor_type executor, Descriptor descriptor)
      : reactor_(reactor),
        executor_(std::move(executor)),
        descriptor_(std::move(descriptor)),
        watch_(&reactor.watch(descriptor_.get())) {}
  ~Socket() { close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  executor_type get_executor() const { return executor_; }
  int native_handle() const { return descriptor_.get(); }
  bool is_open() const { return watch_ != nullptr; }

  // One of these that wait for input at a time, and one that waits for room.

  // True once octets, or an end, stand there; or there is room. False: cancelled, closed, or
  // another took its place.
  auto wait(wait_type what) { return Wait(*this, what); }
  // What came into `room`, which is not empty. would_block: as false above.
  auto read(std::span<char> room) { return Read(*this, room); }

  // The same as Asio has them. operation_aborted: as false above.
  template <class Token>
  auto async_wait(wait_type what, Token&& token) {
    return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
        [this, what](auto&& handler) {
          begin_wait(what, wait_operation(std::forward<decltype(handler)>(handler)));
        },
        token);
  }
  // Into the first of `buffers`, which is not empty.
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    const boost::asio::mutable_buffer first = *boost::asio::buffer_sequence_begin(buffers);
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this, first](auto&& handler) {
          begin_read(read_operation(std::forward<decltype(handler)>(handler),
                                    {static_cast<char*>(first.data()), first.size()}));
        },
        token);
  }

  // A call on native_handle() just said EAGAIN.
  void note_drained() {
    if (watch_) Reactor::note_drained(*watch_);
  }
  // False: the last read took all there was, and no event has come since.
  bool may_be_readable() const { return watch_ && watch_->readable; }
  void shut_down_sending() { ::shutdown(descriptor_.get(), SHUT_WR); }
  void cancel() {
    if (watch_) reactor_.cancel(*watch_);
  }
  void close() {
    if (watch_) reactor_.forget(*std::exchange(watch_, nullptr));
    descriptor_ = Descriptor();
  }

 private:
  class Wait final : public Awaited {
   public:
    Wait(Socket& socket, wait_type what) : socket_(socket), what_(what) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> by) {
      socket_.begin_wait(what_, pending(by));
    }
    bool await_resume() const { return error_ == 0; }

   private:
    Socket& socket_;
    const wait_type what_;
  };
  class Read final : public Awaited {
   public:
    Read(Socket& socket, std::span<char> into) : Awaited(into), socket_(socket) {}
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> by) {
      socket_.begin_read(pending(by));
    }
    Transfer await_resume() const {
      using State = Transfer::State;
      if (error_ != 0) return {0, error_ == ECANCELED ? State::would_block : State::lost};
      return {octets_, octets_ != 0 ? State::done : State::ended};
    }

   private:
    Socket& socket_;
  };

  void begin_wait(wait_type what, Reactor::Pending wait) {
    if (!watch_)
      reactor_.complete_later(std::move(wait), ECANCELED);
    else if (what == wait_read)
      reactor_.wait_readable(*watch_, std::move(wait));
    else
      reactor_.wait_writable(*watch_, std::move(wait));
  }
  void begin_read(Reactor::Pending read) {
    if (watch_)
      reactor_.read(*watch_, std::move(read));
    else
      reactor_.complete_later(std::move(read), ECANCELED);
  }

  Reactor& reactor_;
  executor_type executor_;
  Descriptor descriptor_;
  Reactor::Watch* watch_;
};

}  // namespace mailrig::net
