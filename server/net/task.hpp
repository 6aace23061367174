// A coroutine of an I/O thread. It begins where it is awaited or spawned, and goes on within
// whoever completes what it waits for: no queue and no executor between.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace mailrig::net {

struct TaskPromise {
  std::coroutine_handle<> outermost;  // awaits all others: destroyed with them if nothing will come
  std::coroutine_handle<> awaited_by;  // goes on behind the end, where this did not end at once
  std::exception_ptr error;

  struct End {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
      // `ended` is destroyed by whom it is the result for.
      if (const std::coroutine_handle<> next = ended.promise().awaited_by) next.resume();
    }
    void await_resume() const noexcept {}
  };
  std::suspend_always initial_suspend() const noexcept { return {}; }
  End final_suspend() const noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};

template <class T>
struct TaskResult : TaskPromise {
  std::optional<T> value;

  void return_value(T given) { value.emplace(std::move(given)); }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct TaskResult<void> : TaskPromise {
  void return_void() const {}
  void take() const {
    if (error) std::rethrow_exception(error);
  }
};

// Awaited once. What it throws is thrown where it is awaited.
template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type : TaskResult<T> {
    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
  };

  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (coroutine_) coroutine_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  // Runs it from here rather than by symmetric transfer, which without optimisation is a call that
  // stays on the stack: one for each turn of a loop that never has to wait.
  template <class Promise>
  bool await_suspend(std::coroutine_handle<Promise> by) {
    coroutine_.promise().outermost = by.promise().outermost;
    coroutine_.resume();
    if (coroutine_.done()) return false;
    coroutine_.promise().awaited_by = by;
    return true;
  }
  T await_resume() { return coroutine_.promise().take(); }

 private:
  explicit Task(std::coroutine_handle<promise_type> coroutine) : coroutine_(coroutine) {}

  std::coroutine_handle<promise_type> coroutine_;
};

// Belongs to nobody: it destroys itself at its end.
struct Outermost {
  struct promise_type {
    const std::coroutine_handle<> outermost =
        std::coroutine_handle<promise_type>::from_promise(*this);

    Outermost get_return_object() const { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const {}
    [[noreturn]] void unhandled_exception() const { std::terminate(); }
  };
};

// Begins `task` at once. `ended` is called behind its end with what it threw, or null; not if it is
// destroyed because what it waits for will not come.
template <class Ended>
Outermost spawn(Task<void> task, Ended ended) {
  std::exception_ptr error;
  try {
    co_await task;
  } catch (...) {
    error = std::current_exception();
  }
  ended(error);
}

}  // namespace mailrig::net
