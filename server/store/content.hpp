// The octets of one mail: the buffer that receives them, and the immutable form they are kept in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "store/rare.hpp"

namespace mailrig {

// Raw octets as the client sent them after dot-unstuffing. Immutable once shared.
class Content {
 public:
  Content() = default;
  // Copies `octets` into a block of exactly that size.
  explicit Content(std::string_view octets);
  Content(Content&&) noexcept = default;
  Content& operator=(Content&&) noexcept = default;

  std::string_view octets() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  // Offsets in octets() where a line began with a dot that the client had not doubled. It was taken
  // off like any other (RFC 5321 §4.5.2), and stood in front of the octet at that offset.
  const std::vector<std::uint64_t>& removed_dots() const { return removed_dots_.get(); }

 private:
  friend class ContentBuffer;
  struct Free {
    void operator()(char* block) const;
  };
  std::unique_ptr<char, Free> data_;
  std::size_t size_ = 0;
  Rare<std::vector<std::uint64_t>> removed_dots_;
};

// Grows while mail data arrives: the socket reads straight into its tail, so octets land once.
class ContentBuffer {
 public:
  // Makes room for at least `octets` in all, at once. Throws std::bad_alloc.
  void reserve(std::size_t octets);
  // The free tail, at least `least` octets long: grows if need be (doubling from 16 KiB).
  std::span<char> tail(std::size_t least);
  // The first `n` octets of the last tail are now in use.
  void grow(std::size_t n) { size_ += n; }
  // Everything in use; the reader may compact in place through it.
  char* data() { return content_.data_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  void truncate(std::size_t size) { size_ = size; }
  void note_removed_dot(std::uint64_t offset) { content_.removed_dots_.edit().push_back(offset); }

  // The content, in a block of its exact size (small ones copied, large ones trimmed), or without
  // copying where the block is nearly full. Leaves the buffer empty.
  Content take();
  void clear();

 private:
  Content content_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace mailrig
