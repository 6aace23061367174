// Octets that never change, in one block that many may hold. Kept records are made of these: a
// std::string takes four times the room of a pointer, and the same reply is said a million times.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace mailrig {

class SharedText {
 public:
  SharedText() = default;
  // Copies `text`, of less than 4 GiB; a short one that this thread made lately is shared instead.
  SharedText(std::string_view text);
  SharedText(const std::string& text) : SharedText(std::string_view(text)) {}
  SharedText(const char* text) : SharedText(std::string_view(text)) {}
  SharedText(const SharedText& other);
  SharedText(SharedText&& other) noexcept : block_(other.block_) { other.block_ = nullptr; }
  SharedText& operator=(SharedText other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~SharedText();

  // Stands as long as anybody holds the text.
  std::string_view view() const;
  operator std::string_view() const { return view(); }
  std::string string() const { return std::string(view()); }
  bool empty() const { return block_ == nullptr; }
  // Brings its octets near, for who will look at them soon.
  void prefetch() const { __builtin_prefetch(block_); }
  std::size_t size() const { return view().size(); }

  // Equal octets.
  friend bool operator==(const SharedText& a, std::string_view b) { return a.view() == b; }
  friend bool operator==(const SharedText& a, const std::string& b) { return a.view() == b; }
  friend bool operator==(const SharedText& a, const char* b) { return a.view() == b; }
  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.block_ == b.block_ || a.view() == b.view();
  }

 private:
  struct Block;
  Block* block_ = nullptr;  // null: empty
};

}  // namespace mailrig
