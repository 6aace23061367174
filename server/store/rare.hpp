// A value that most records do not have, in the room of one pointer.
#pragma once

#include <initializer_list>
#include <memory>
#include <utility>

namespace mailrig {

// Of a container, or of anything that can be made of nothing. An empty container takes no room.
template <class T>
class Rare {
 public:
  Rare() = default;
  Rare(T value) {
    if constexpr (requires { value.empty(); })
      if (value.empty()) return;
    value_ = std::make_unique<T>(std::move(value));
  }
  template <class U = T>
  Rare(std::initializer_list<typename U::value_type> list) : Rare(T(list)) {}
  Rare(const Rare& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(Rare other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }

  const T& get() const {
    static const T none{};
    return value_ ? *value_ : none;
  }
  operator const T&() const { return get(); }
  const T* operator->() const { return &get(); }
  // To change it.
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }

  auto begin() const { return get().begin(); }
  auto end() const { return get().end(); }
  bool empty() const { return get().empty(); }
  std::size_t size() const { return get().size(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace mailrig
