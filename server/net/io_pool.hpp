// The I/O threads. Each has its own io_context; what lives on one thread stays there and needs no
// lock.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/intrusive/list.hpp>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "net/io.hpp"
#include "net/reactor.hpp"

namespace mailrig::net {

class IoPool;

// What lives on an I/O thread and is told when the server stops. Calls come on its own thread.
class Guest : public boost::intrusive::list_base_hook<> {
 public:
  virtual ~Guest() = default;
  virtual void stop() = 0;     // finish soon
  virtual void changed() = 0;  // rules, state or clock changed
  // That listener is closed: finish soon if you came through it.
  virtual void closed(std::uint64_t entrance) = 0;
  virtual void abort() = 0;  // finish now
};

struct IoThread {
  explicit IoThread(IoPool& owner) : pool(owner) {}
  // What still waits is destroyed.
  ~IoThread() { reactor.shut_down(); }

  void enter(Guest& guest);
  void leave(Guest& guest);
  // Has it called on this thread. Any thread.
  template <class Call>
  void post(Call&& call) {
    asio::post(context, std::forward<Call>(call));
    reactor.wake();
  }
  // Until over.
  void run();

  IoPool& pool;
  boost::intrusive::list<Guest> guests;  // outlives what follows, whose end may destroy some
  Guest* told_next = nullptr;            // while all are told something
  bool stopping = false, aborting = false, over = false;
  Reactor reactor;              // what waits for the kernel
  asio::io_context context{1};  // what is ready to run, and nothing else
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work{
      context.get_executor()};
  std::thread thread;

 private:
  void turn();
};

class IoPool {
 public:
  // `complain` is told of exceptions that ended a connection; any thread.
  using Complain = std::function<void(const std::string&)>;
  IoPool(unsigned threads, Complain complain);
  ~IoPool();

  void start();
  // Tells every guest to finish, waits for at most `drain`, aborts the rest, joins the threads.
  void stop(std::chrono::milliseconds drain);
  void changed();
  void closed(std::uint64_t entrance);

  IoThread& next();  // round robin
  // Connections that hang on purpose hold a session each: false if as many as may do so already.
  bool hang();
  void hang_no_more() { --hanging_; }
  void let_hang(std::size_t most) { most_hanging_ = most; }
  // How long a peer may take nothing of what it is sent.
  std::chrono::milliseconds write_patience() const { return write_patience_; }
  void wait_for_readers(std::chrono::milliseconds time) { write_patience_ = time; }
  void report(std::exception_ptr error);
  void complain(const std::string& what) { complain_(what); }
  std::uint64_t exceptions() const { return exceptions_.load(); }
  IoThread& first() { return *threads_.front(); }

 private:
  friend struct IoThread;
  template <class Call>
  void tell(Call what);
  bool wait_empty(std::chrono::milliseconds time);

  std::atomic<std::size_t> turn_{0};
  std::atomic<std::size_t> guests_{0};
  std::atomic<std::size_t> hanging_{0};
  std::size_t most_hanging_ = 1'000;
  std::chrono::milliseconds write_patience_{30'000};
  std::atomic<std::uint64_t> exceptions_{0};
  Complain complain_;
  std::mutex mutex_;
  std::condition_variable empty_;
  bool running_ = false;
  std::vector<std::unique_ptr<IoThread>> threads_;
};

}  // namespace mailrig::net
