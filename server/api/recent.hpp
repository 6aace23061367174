// Values by number, those asked for last: a bounded cache of what never changes. Thread-safe.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace mailrig::api {

template <class Value>
class Recent {
 public:
  // `most` octets of memory. A value that would take an eighth of it is not kept.
  explicit Recent(std::size_t most) : most_(most) {}

  // Null if it is not here.
  std::shared_ptr<const Value> find(std::uint64_t key) const {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->value;
  }
  bool has(std::uint64_t key) const {
    const std::lock_guard lock(mutex_);
    return places_.contains(key);
  }

  // `octets`: about what the value takes.
  void put(std::uint64_t key, std::shared_ptr<const Value> value, std::size_t octets) {
    octets += overhead;
    if (octets > most_ / 8) return;
    const std::lock_guard lock(mutex_);
    if (places_.contains(key)) return;
    kept_.push_front({key, octets, std::move(value)});
    places_.emplace(key, kept_.begin());
    octets_ += octets;
    while (octets_ > most_) {
      octets_ -= kept_.back().octets;
      places_.erase(kept_.back().key);
      kept_.pop_back();
    }
  }

  std::size_t octets() const {
    const std::lock_guard lock(mutex_);
    return octets_;
  }

 private:
  static constexpr std::size_t overhead = 128;  // of list, map and shared pointer

  struct Kept {
    std::uint64_t key;
    std::size_t octets;
    std::shared_ptr<const Value> value;
  };

  const std::size_t most_;
  mutable std::mutex mutex_;
  mutable std::list<Kept> kept_;  // the one asked for last comes first
  std::unordered_map<std::uint64_t, typename std::list<Kept>::iterator> places_;
  std::size_t octets_ = 0;
};

}  // namespace mailrig::api
