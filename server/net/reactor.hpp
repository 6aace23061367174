// What an I/O thread waits for in the kernel: descriptors, by edge-triggered epoll, and times.
// Asio's own reactor tries each read before it waits, changes its registration at each wait and
// takes it back at each close: of a mail's system calls that was a third. Here a read follows an
// event, and a descriptor is registered once.
#pragma once

#include <atomic>
#include <boost/intrusive/set.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "net/descriptor.hpp"

namespace mailrig::net {

// All but wake() on the reactor's own thread.
class Reactor {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Something that waits: completed or abandoned, once, and gone then. Never within the call that
  // begins it.
  class Operation {
   public:
    // `error` as errno; 0: none. A read of no octets met the end.
    virtual void complete(int error, std::size_t octets) = 0;
    // What it waits for will not come.
    virtual void abandon() = 0;

    const std::span<char> room;  // of a read; empty: it only waits

   protected:
    explicit Operation(std::span<char> into = {}) : room(into) {}
    ~Operation() = default;
  };
  struct Abandon {
    void operator()(Operation* one) const { one->abandon(); }
  };
  using Pending = std::unique_ptr<Operation, Abandon>;

  // A descriptor that is registered. It stays in the reactor's pool: an event that comes late finds
  // it, or another in its place, which then looks in vain.
  struct Watch {
    int descriptor = -1;
    bool readable = false;  // false: nothing stood there, and no event has come since
    bool ended = false;     // an event told of the end: it does so once
    Pending reading, writing;
  };

  // A time to be told of. Cancelled before it is destroyed.
  class Alarm : public boost::intrusive::set_base_hook<> {
   public:
    virtual ~Alarm() = default;
    // The time has come; it may be set again.
    virtual void ring() = 0;
    // The reactor is over: what waited for the time, to be abandoned.
    virtual Pending give_up() { return nullptr; }

   private:
    friend class Reactor;
    friend bool operator<(const Alarm& a, const Alarm& b) { return a.at_ < b.at_; }
    Time at_{};
  };

  Reactor();
  ~Reactor() { shut_down(); }
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // The descriptor stays the caller's, who calls forget() before closing it. Throws
  // std::system_error if the kernel has no room for one more.
  Watch& watch(int descriptor);
  // Receives once there is something. Each of these ends the one before in its direction with
  // ECANCELED.
  void read(Watch& watch, Pending read);
  void wait_readable(Watch& watch, Pending wait);
  void wait_writable(Watch& watch, Pending wait);
  // A call of somebody else's just said EAGAIN: there is nothing until the next event.
  static void note_drained(Watch& watch) { watch.readable = false; }
  // Ends what is under way with ECANCELED.
  void cancel(Watch& watch);
  void forget(Watch& watch);

  // Instead of the time that it was set to.
  void set(Alarm& alarm, Time at);
  void cancel(Alarm& alarm);

  static void complete(Pending operation, int error, std::size_t octets);
  // In the next turn.
  void complete_later(Pending operation, int error, std::size_t octets = 0);

  // Waits for the kernel, unless `at_once` or somebody called wake() since the last turn, and
  // completes what is due.
  void turn(bool at_once);
  // Any thread: ends the wait of this turn or the next.
  void wake();
  // Abandons all that waits.
  void shut_down();

 private:
  struct Due {
    Pending operation;
    int error = 0;
    std::size_t octets = 0;
  };
  struct Received {
    bool done = false;
    int error = 0;
    std::size_t octets = 0;
  };

  void take_place(Pending& place, Pending next);
  static Received receive(Watch& watch);
  void happened(Watch& watch, std::uint32_t events);
  void complete_due();
  void ring();
  void arm(Time at);

  Descriptor epoll_, woken_by_, clock_;
  std::atomic<bool> woken_{false};
  std::deque<Watch> pool_;
  std::vector<Watch*> free_, retired_;  // retired: free once this turn's events are through
  boost::intrusive::multiset<Alarm> times_;
  std::optional<Time> armed_;  // what clock_ is set to
  std::vector<Due> due_, completing_;
};

}  // namespace mailrig::net
