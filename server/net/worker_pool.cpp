#include "net/worker_pool.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace mailrig::net {

void WorkerPool::post(std::shared_ptr<std::atomic<bool>> stop, std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      waiting_.push_back({std::move(stop), std::move(task)});
      if (idle_ == 0 && threads_.size() < most_)
        threads_.emplace_back([this] { run(); });
      else
        more_.notify_one();
      return;
    }
  }
  stop->store(true);
  task();
}

void WorkerPool::stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const Entry& entry : waiting_) entry.stop->store(true);
    for (const auto& stop : running_) stop->store(true);
    threads.swap(threads_);
    more_.notify_all();
  }
  for (std::thread& thread : threads) thread.join();
}

void WorkerPool::run() {
#ifdef __linux__
  // There a thread has its own niceness: mail and other requests come first where cores are few.
  ::setpriority(PRIO_PROCESS, 0, 5);
#endif
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    more_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    --idle_;
    if (waiting_.empty()) return;
    Entry entry = std::move(waiting_.front());
    waiting_.pop_front();
    running_.push_back(entry.stop);
    lock.unlock();
    entry.task();
    entry.task = nullptr;
    lock.lock();
    running_.erase(std::find(running_.begin(), running_.end(), entry.stop));
  }
}

}  // namespace mailrig::net
