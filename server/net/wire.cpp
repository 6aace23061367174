#include "net/wire.hpp"

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>

namespace mailrig::net {
namespace {

Transfer outcome(ssize_t result) {
  if (result >= 0) return {static_cast<std::size_t>(result), Transfer::State::done};
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {0, later ? Transfer::State::would_block : Transfer::State::lost};
}

// For what a closing peer still sends: nobody looks at it.
thread_local char scratch[4096];

}  // namespace

Wire::Wire(IoThread& thread, Descriptor socket, Peer peer)
    : thread_(thread),
      socket_(thread.reactor, thread.context.get_executor(), std::move(socket)),
      peer_(std::move(peer)),
      rest_(thread.reactor),
      stopping_(thread.stopping),
      aborted_(thread.aborting) {
  thread_.enter(*this);
}

Wire::~Wire() {
  thread_.reactor.cancel(alarm_);
  thread_.leave(*this);
}

Transfer Wire::receive(std::span<char> room) {
  return tls_ ? tls_->receive(room) : receive_bare(room);
}

Transfer Wire::receive_bare(std::span<char> room) {
  Transfer moved = outcome(::recv(socket_.native_handle(), room.data(), room.size(), MSG_DONTWAIT));
  if (moved.state == Transfer::State::done && moved.octets == 0)
    moved.state = Transfer::State::ended;
  if (moved.state == Transfer::State::would_block) socket_.note_drained();
  return moved;
}

Transfer Wire::send(std::string_view octets, std::string_view more) {
  if (tls_) {
    Transfer moved = tls_->send(octets);
    if (moved.state != Transfer::State::done || more.empty()) return moved;
    const Transfer rest = tls_->send(more);
    return {moved.octets + rest.octets, rest.state};
  }
  const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  if (more.empty())
    return outcome(::send(socket_.native_handle(), octets.data(), octets.size(), flags));
  iovec parts[] = {{const_cast<char*>(octets.data()), octets.size()},
                   {const_cast<char*>(more.data()), more.size()}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  return outcome(::sendmsg(socket_.native_handle(), &message, flags));
}

Transfer Wire::send_before_end(std::string_view octets) {
  if (tls_) return send(octets);
  const int flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE;
  return outcome(::send(socket_.native_handle(), octets.data(), octets.size(), flags));
}

Task<Wire::Handshake> Wire::shake_hands() {
  for (;;) {
    const TlsChannel::Need need = tls_->handshake();
    if (need == TlsChannel::Need::nothing) co_return Handshake::done;
    if (need == TlsChannel::Need::end) co_return Handshake::failed;
    if (stopping_) co_return Handshake::stopped;
    const auto kind = need == TlsChannel::Need::room ? Socket::wait_write : Socket::wait_read;
    const bool ready = co_await socket_.wait(kind);
    if (ready) continue;
    if (stopping_) co_return Handshake::stopped;
    if (timed_out_) co_return Handshake::timed_out;
  }
}

Task<Transfer> Wire::await_input(std::span<char> room) {
  Transfer moved{0, Transfer::State::would_block};
  // Once: what is held may be the beginning of a record, which takes the socket to go on.
  bool held = holds_input();
  while (moved.state == Transfer::State::would_block) {
    if (held) {
      held = false;
      co_await NextTurn(thread_.reactor);
    } else if (tls_ && tls_->need() == TlsChannel::Need::input) {
      // Tried at once, and without a call that asks the kernel for an event each time.
      const std::span<char> inlet = tls_->inlet();
      const Transfer received = co_await socket_.read(inlet);
      if (received.state == Transfer::State::would_block) break;
      if (received.state == Transfer::State::lost) tls_->note_reset();
      tls_->admit(received.octets);
    } else {
      const Socket::wait_type need = receive_needs();
      const bool ready = co_await socket_.wait(need);
      if (!ready) break;
    }
    moved = receive(room);
  }
  co_return moved;
}

bool Wire::input_waits() const {
  if (holds_input()) return true;
  int octets = 0;
  return ::ioctl(socket_.native_handle(), FIONREAD, &octets) == 0 && octets > 0;
}

Socket::wait_type Wire::receive_needs() const {
  return tls_ && tls_->need() == TlsChannel::Need::room ? Socket::wait_write : Socket::wait_read;
}

// OpenSSL answers a transfer in one direction with the need of the other only while it changes
// keys.
Socket::wait_type Wire::send_needs() const {
  return !tls_ || tls_->need() == TlsChannel::Need::room ? Socket::wait_write : Socket::wait_read;
}

Wire::Departure Wire::departure() {
  const short events = poll_now(socket_.native_handle(), POLLRDHUP);
  if (events & (POLLERR | POLLHUP)) return Departure::lost;
  return events & POLLRDHUP ? Departure::fin : Departure::none;
}

void Wire::set_deadline(Time at) {
  timed_out_ = false;
  deadline_ = at;
  if (armed_ && *armed_ <= at) return;
  armed_ = at;
  thread_.reactor.set(alarm_, at);
}

void Wire::deadline_rang() {
  armed_.reset();
  if (!deadline_) return;
  if (std::chrono::steady_clock::now() < *deadline_) {
    set_deadline(*deadline_);
    return;
  }
  deadline_.reset();
  timed_out_ = true;
  socket_.cancel();
}

bool Wire::take_change() { return std::exchange(changed_, false); }

void Wire::close_window() {
  const int least = 1;  // the kernel's own minimum
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
}

void Wire::watch() {
  if (watching_) return;
  watching_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    self->watching_ = false;
    if (error) return;
    self->talkative_ = true;
    self->rest_.cancel();
  });
}

Task<Wire::Rest> Wire::pause(Time until, Watch watch_for) {
  talkative_ = false;
  const bool was_stopping = stopping_;
  for (;;) {
    const Departure left = departure();
    if (aborted_ || left == Departure::lost) co_return Rest::gone;
    if (left == Departure::fin && watch_for == Watch::end) co_return Rest::gone;
    if (std::exchange(woken_, false) || stopping_ != was_stopping) co_return Rest::woken;
    const Time now = std::chrono::steady_clock::now();
    if (now >= until) co_return Rest::over;
    // Behind unread octets a FIN raises no event of its own: look once a second.
    if (!talkative_ && left == Departure::none) watch();
    rest_.expires_at(std::min<Time>(until, now + std::chrono::seconds(1)));
    co_await rest_.wait();
  }
}

void Wire::wake() {
  woken_ = true;
  rest_.cancel();
}

Task<std::size_t> Wire::send_all(std::string_view octets, std::string_view more) {
  while (!octets.empty() || !more.empty()) {
    const Transfer moved = send(octets, more);
    if (moved.state == Transfer::State::lost || aborted_) break;
    const std::size_t first = std::min(moved.octets, octets.size());
    octets.remove_prefix(first);
    more.remove_prefix(moved.octets - first);
    if (moved.state == Transfer::State::done) continue;
    set_deadline(std::chrono::steady_clock::now() + thread_.pool.write_patience());
    const Socket::wait_type need = send_needs();
    const bool ready = co_await socket_.wait(need);
    clear_deadline();
    if (!ready && (timed_out_ || aborted_)) {
      unread_ = timed_out_;
      break;
    }
  }
  co_return octets.size() + more.size();
}

void Wire::finish_sending() {
  if (tls_) tls_->say_goodbye();
  socket_.shut_down_sending();
}

bool Wire::finish_at_once() {
  if (tls_) return false;
  finish_sending();
  return !socket_.may_be_readable();
}

Task<void> Wire::finish(Time until, Farewell farewell) {
  constexpr std::size_t most = 4u << 20;
  if (tls_ && farewell == Farewell::said) tls_->say_goodbye();
  // Most peers are gone by now: close() says all that is to be said.
  Transfer moved = receive_bare(scratch);
  if (moved.state == Transfer::State::ended || moved.state == Transfer::State::lost) co_return;
  socket_.shut_down_sending();
  for (std::size_t taken = moved.octets; taken < most; taken += moved.octets) {
    if (aborted_ || std::chrono::steady_clock::now() >= until) break;
    set_deadline(until);
    const std::span<char> room = scratch;
    const Transfer received = co_await socket_.read(room);
    clear_deadline();
    moved = received;
    const bool interrupted = moved.state == Transfer::State::would_block && !timed_out_;
    if (moved.state != Transfer::State::done && !interrupted) break;
  }
}

void Wire::close() {
  thread_.reactor.cancel(alarm_);
  rest_.cancel();
  socket_.close();
}

void Wire::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Wire::stop() {
  stopping_ = true;
  rest_.cancel();
  if (interruptible_ != Interruptible::no) socket_.cancel();
}

void Wire::changed() {
  if (interruptible_ != Interruptible::by_change) return;
  changed_ = true;
  socket_.cancel();
}

void Wire::closed(std::uint64_t entrance) {
  if (entrance == peer_.entrance) stop();
}

void Wire::abort() {
  stopping_ = aborted_ = true;
  rest_.cancel();
  socket_.cancel();
}

}  // namespace mailrig::net
