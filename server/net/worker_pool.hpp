// The threads that do what takes long, so that I/O threads never do. They are nicer than those.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace mailrig::net {

class WorkerPool {
 public:
  // Threads begin with the first task.
  explicit WorkerPool(unsigned threads) : most_(threads) {}
  ~WorkerPool() { stop(); }

  // Runs `task` when its turn comes; it must not throw. `stop` is set when the pool stops; it ends
  // soon then. After stop() tasks are run at once, by the caller, with `stop` set.
  void post(std::shared_ptr<std::atomic<bool>> stop, std::function<void()> task);
  // Tells every task to end, runs those that wait, joins the threads.
  void stop();

 private:
  struct Entry {
    std::shared_ptr<std::atomic<bool>> stop;
    std::function<void()> task;
  };
  void run();

  unsigned most_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Entry> waiting_;
  std::vector<std::shared_ptr<std::atomic<bool>>> running_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace mailrig::net
