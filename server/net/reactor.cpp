#include "net/reactor.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace mailrig::net {
namespace {

constexpr std::uint32_t kEnds = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

Descriptor opened(int number, const char* what) {
  if (number < 0) throw std::system_error(errno, std::generic_category(), what);
  return Descriptor(number);
}

int control(const Descriptor& epoll, int what, int descriptor, std::uint32_t events, void* data) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.ptr = data;
  return ::epoll_ctl(epoll.get(), what, descriptor, &event);
}

}  // namespace

Reactor::Reactor()
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      woken_by_(opened(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      clock_(
          opened(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK), "timerfd_create")) {
  for (Descriptor* const own : {&woken_by_, &clock_})
    if (control(epoll_, EPOLL_CTL_ADD, own->get(), EPOLLIN, own) != 0)
      throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

Reactor::Watch& Reactor::watch(int descriptor) {
  if (free_.empty()) {
    pool_.emplace_back();
    free_.push_back(&pool_.back());
  }
  Watch& fresh = *free_.back();
  if (control(epoll_, EPOLL_CTL_ADD, descriptor, EPOLLIN | EPOLLRDHUP, &fresh) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  free_.pop_back();
  fresh.descriptor = descriptor;
  fresh.readable = fresh.ended = false;
  return fresh;
}

Reactor::Received Reactor::receive(Watch& watch) {
  const std::span<char> room = watch.reading->room;
  ssize_t got = 0;
  do {
    got = ::recv(watch.descriptor, room.data(), room.size(), MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    watch.readable = false;
    return {};
  }
  if (got < 0) return {true, errno, 0};
  const auto octets = static_cast<std::size_t>(got);
  // Less than there was room for: that was all, unless the end stands behind it.
  if (octets < room.size() && !watch.ended) watch.readable = false;
  return {true, 0, octets};
}

void Reactor::take_place(Pending& place, Pending next) {
  if (place) complete_later(std::move(place), ECANCELED);
  place = std::move(next);
}

void Reactor::read(Watch& watch, Pending read) {
  take_place(watch.reading, std::move(read));
  if (!watch.readable) return;
  const Received received = receive(watch);
  if (received.done) complete_later(std::move(watch.reading), received.error, received.octets);
}

void Reactor::wait_readable(Watch& watch, Pending wait) {
  take_place(watch.reading, std::move(wait));
  if (!watch.readable) return;
  if (poll_now(watch.descriptor, POLLIN) != 0)
    complete_later(std::move(watch.reading), 0, 0);
  else
    watch.readable = false;
}

void Reactor::wait_writable(Watch& watch, Pending wait) {
  take_place(watch.writing, std::move(wait));
  // Raises an event if there is room already. Reads are told once more, and look in vain.
  if (control(epoll_, EPOLL_CTL_MOD, watch.descriptor, EPOLLIN | EPOLLRDHUP | EPOLLOUT, &watch) !=
      0)
    complete_later(std::move(watch.writing), errno, 0);
}

void Reactor::cancel(Watch& watch) {
  if (watch.reading) complete_later(std::move(watch.reading), ECANCELED, 0);
  if (watch.writing) complete_later(std::move(watch.writing), ECANCELED, 0);
}

void Reactor::forget(Watch& watch) {
  cancel(watch);
  watch.descriptor = -1;
  retired_.push_back(&watch);
}

void Reactor::set(Alarm& alarm, Time at) {
  cancel(alarm);
  alarm.at_ = at;
  times_.insert(alarm);
  if (!armed_ || at < *armed_) arm(at);
}

void Reactor::cancel(Alarm& alarm) {
  if (alarm.is_linked()) times_.erase(times_.iterator_to(alarm));
}

void Reactor::arm(Time at) {
  armed_ = at;
  const auto since = std::max(at.time_since_epoch(), Time::duration(1));  // zero would disarm it
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since);
  itimerspec when{};
  when.it_value.tv_sec = seconds.count();
  when.it_value.tv_nsec = std::chrono::nanoseconds(since - seconds).count();
  ::timerfd_settime(clock_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

// The earliest time may have come, or been cancelled.
void Reactor::ring() {
  armed_.reset();
  const Time now = std::chrono::steady_clock::now();
  while (!times_.empty() && times_.begin()->at_ <= now) {
    Alarm& alarm = *times_.begin();
    times_.erase(times_.begin());
    alarm.ring();
  }
  if (!times_.empty() && (!armed_ || times_.begin()->at_ < *armed_)) arm(times_.begin()->at_);
}

void Reactor::complete(Pending operation, int error, std::size_t octets) {
  operation.release()->complete(error, octets);
}

void Reactor::complete_later(Pending operation, int error, std::size_t octets) {
  due_.push_back({std::move(operation), error, octets});
}

void Reactor::complete_due() {
  completing_.swap(due_);
  for (Due& each : completing_) complete(std::move(each.operation), each.error, each.octets);
  completing_.clear();
}

void Reactor::happened(Watch& watch, std::uint32_t events) {
  if ((events & (EPOLLIN | kEnds)) != 0) {
    watch.readable = true;
    if ((events & kEnds) != 0) watch.ended = true;
    if (watch.reading) {
      const Received received = watch.reading->room.empty() ? Received{true, 0, 0} : receive(watch);
      if (received.done) complete(std::move(watch.reading), received.error, received.octets);
    }
  }
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0 && watch.writing)
    complete(std::move(watch.writing), 0, 0);
}

void Reactor::turn(bool at_once) {
  const bool waits = !at_once && due_.empty();
  complete_due();  // what follows from it may be ready to run elsewhere
  std::array<epoll_event, 128> events;
  const int ready = ::epoll_wait(epoll_.get(), events.data(), events.size(), waits ? -1 : 0);
  for (int i = 0; i < ready; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr == &woken_by_)
      woken_.store(false);
    else if (event.data.ptr == &clock_)
      ring();
    else
      happened(*static_cast<Watch*>(event.data.ptr), event.events);
  }
  free_.insert(free_.end(), retired_.begin(), retired_.end());
  retired_.clear();
}

// Each write is an event of its own, so that nobody has to read it.
void Reactor::wake() {
  if (woken_.exchange(true)) return;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(woken_by_.get(), &one, sizeof one);
}

// What is abandoned may own what else waits here.
void Reactor::shut_down() {
  std::vector<Pending> all;
  for (Watch& watch : pool_) {
    if (watch.reading) all.push_back(std::move(watch.reading));
    if (watch.writing) all.push_back(std::move(watch.writing));
  }
  for (Alarm& alarm : times_) all.push_back(alarm.give_up());
  times_.clear();
  while (!all.empty() || !due_.empty()) {
    all.clear();
    std::vector<Due>().swap(due_);
  }
}

}  // namespace mailrig::net
