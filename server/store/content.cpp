#include "store/content.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "store/fresh_pages.hpp"

namespace mailrig {
namespace {

constexpr std::size_t kFirst = 16 << 10;
// Up to here a copy into an exact block is cheaper than a heap full of trimmed ones.
constexpr std::size_t kSmall = 64 << 10;

char* resize(char* block, std::size_t octets) {
  void* moved = std::realloc(block, std::max<std::size_t>(octets, 1));
  if (!moved) throw std::bad_alloc();
  return static_cast<char*>(moved);
}

// The blocks that small mails came into, for the next mails of this thread: given back to the heap
// they would be trimmed and faulted in again each time. At most 512 KiB.
using Block = std::unique_ptr<char, decltype(&std::free)>;
thread_local std::vector<Block> spare;
constexpr std::size_t kMostSpare = 32;

char* first_block() {
  if (spare.empty()) return resize(nullptr, kFirst);
  char* block = spare.back().release();
  spare.pop_back();
  return block;
}

}  // namespace

void Content::Free::operator()(char* block) const { std::free(block); }

Content::Content(std::string_view octets) : size_(octets.size()) {
  if (octets.empty()) return;
  data_.reset(resize(nullptr, octets.size()));
  take_fresh_pages(reinterpret_cast<std::uintptr_t>(data_.get()));
  std::memcpy(data_.get(), octets.data(), octets.size());
}

void ContentBuffer::reserve(std::size_t octets) {
  if (octets <= capacity_) return;
  if (capacity_ == 0 && octets <= kFirst) {
    content_.data_.reset(first_block());
    capacity_ = kFirst;
    return;
  }
  char* moved = resize(content_.data_.get(), octets);  // keeps the old block if it throws
  content_.data_.release();
  content_.data_.reset(moved);
  capacity_ = octets;
}

std::span<char> ContentBuffer::tail(std::size_t least) {
  if (capacity_ - size_ < least) reserve(std::max({kFirst, capacity_ * 2, size_ + least}));
  return {content_.data_.get() + size_, capacity_ - size_};
}

Content ContentBuffer::take() {
  Content taken;
  if (size_ <= kSmall && size_ < capacity_) {
    taken = Content(std::string_view(content_.data_.get(), size_));
    taken.removed_dots_ = std::move(content_.removed_dots_);
  } else {
    if (size_ < capacity_) {
      char* trimmed = resize(content_.data_.get(), size_);
      content_.data_.release();
      content_.data_.reset(trimmed);
    }
    taken = std::move(content_);
    taken.size_ = size_;
  }
  if (!taken.removed_dots_.empty()) taken.removed_dots_.edit().shrink_to_fit();
  clear();
  return taken;
}

void ContentBuffer::clear() {
  if (capacity_ == kFirst && spare.size() < kMostSpare)
    spare.emplace_back(content_.data_.release(), &std::free);
  content_ = Content();
  size_ = capacity_ = 0;
}

}  // namespace mailrig
