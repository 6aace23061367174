#include "net/io_pool.hpp"

#include <pthread.h>

namespace mailrig::net {
namespace {

Guest* behind(IoThread& thread, Guest& guest) {
  const auto next = std::next(thread.guests.iterator_to(guest));
  return next == thread.guests.end() ? nullptr : &*next;
}

// Guests may leave while one is told.
template <class Call>
void each(IoThread& thread, Call call) {
  thread.told_next = thread.guests.empty() ? nullptr : &thread.guests.front();
  while (Guest* const guest = thread.told_next) {
    thread.told_next = behind(thread, *guest);
    call(*guest);
  }
}

}  // namespace

void IoThread::enter(Guest& guest) {
  guests.push_back(guest);
  pool.guests_.fetch_add(1);
}

void IoThread::leave(Guest& guest) {
  if (told_next == &guest) told_next = behind(*this, guest);
  guests.erase(guests.iterator_to(guest));
  if (pool.guests_.fetch_sub(1) != 1) return;
  const std::lock_guard lock(pool.mutex_);
  pool.empty_.notify_all();
}

// Handlers that post one another do not keep the kernel's events waiting.
void IoThread::turn() {
  constexpr int most = 64;
  int ran = 0;
  while (ran < most && context.poll_one() != 0) ++ran;
  if (!over) reactor.turn(ran == most);
}

void IoThread::run() {
  // Nobody cancels it. Said like this, the C library does not prepare for that at each system call:
  // two atomic operations, twenty times a connection.
  ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
  ::pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, nullptr);
  while (!over) turn();
}

IoPool::IoPool(unsigned threads, Complain complain) : complain_(std::move(complain)) {
  for (unsigned i = 0; i < (threads ? threads : 1); ++i)
    threads_.push_back(std::make_unique<IoThread>(*this));
}

IoPool::~IoPool() { stop(std::chrono::milliseconds(0)); }

void IoPool::start() {
  running_ = true;
  for (auto& one : threads_) one->thread = std::thread([thread = one.get()] { thread->run(); });
}

bool IoPool::hang() {
  if (++hanging_ <= most_hanging_) return true;
  --hanging_;
  return false;
}

void IoPool::report(std::exception_ptr error) {
  exceptions_.fetch_add(1);
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    complain_(std::string("a connection ended by an internal error: ") + e.what());
  } catch (...) {
    complain_("a connection ended by an unknown internal error");
  }
}

IoThread& IoPool::next() {
  return *threads_[turn_.fetch_add(1, std::memory_order_relaxed) % threads_.size()];
}

template <class Call>
void IoPool::tell(Call what) {
  for (auto& one : threads_) one->post([thread = one.get(), what] { what(*thread); });
}

void IoPool::changed() {
  tell([](IoThread& thread) { each(thread, [](Guest& guest) { guest.changed(); }); });
}

void IoPool::closed(std::uint64_t entrance) {
  tell([entrance](IoThread& thread) {
    each(thread, [entrance](Guest& guest) { guest.closed(entrance); });
  });
}

bool IoPool::wait_empty(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, time, [this] { return guests_.load() == 0; });
}

void IoPool::stop(std::chrono::milliseconds drain) {
  if (!running_) return;
  running_ = false;
  tell([](IoThread& thread) {
    thread.stopping = true;
    each(thread, [](Guest& guest) { guest.stop(); });
  });
  if (!wait_empty(drain)) {
    tell([](IoThread& thread) {
      thread.aborting = true;
      each(thread, [](Guest& guest) { guest.abort(); });
    });
    wait_empty(std::chrono::seconds(2));
  }
  tell([](IoThread& thread) { thread.over = true; });
  for (auto& one : threads_) one->thread.join();
}

}  // namespace mailrig::net
