// A value or the reason why there is none. Errors are values in the core; exceptions are for
// start-up and for bugs.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace mailrig {

// Why something was not possible, in words for the person who wrote the input.
struct Error {
  std::string what;
};

template <class T, class E = Error>
class Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : held_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  const T& operator*() const { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  const E& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, E> held_;
};

}  // namespace mailrig
