// The blocks of ended objects, for the next ones of the same size that this thread makes: malloc
// would cut each of the larger ones from its heap anew, and join it with its neighbours again.
#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace mailrig {

// Under the address sanitizer nothing is kept: use after the end is to be found.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSpareBlocks = false;
#elif defined(__has_feature)
inline constexpr bool kSpareBlocks = !__has_feature(address_sanitizer);
#else
inline constexpr bool kSpareBlocks = true;
#endif

template <std::size_t size>
class SpareBlocks {
 public:
  static void* take() {
    auto& mine = of_thread();
    return mine.count == 0 ? ::operator new(size) : mine.blocks[--mine.count];
  }
  static void give(void* block) {
    auto& mine = of_thread();
    if (kSpareBlocks && mine.count < mine.blocks.size())
      mine.blocks[mine.count++] = block;
    else
      ::operator delete(block);
  }

 private:
  struct List {
    std::array<void*, 64> blocks;
    std::size_t count = 0;
    ~List() {
      while (count > 0) ::operator delete(blocks[--count]);
    }
  };
  static List& of_thread() {
    thread_local List list;
    return list;
  }
};

// `struct T : Recycled<T>`: of a T, not of what derives from it.
template <class T>
struct Recycled {
  static void* operator new(std::size_t) { return SpareBlocks<sizeof(T)>::take(); }
  static void operator delete(void* block) { SpareBlocks<sizeof(T)>::give(block); }
};

// For std::allocate_shared.
template <class T>
struct RecyclingAllocator {
  using value_type = T;
  RecyclingAllocator() = default;
  template <class U>
  RecyclingAllocator(const RecyclingAllocator<U>&) {}
  T* allocate(std::size_t) { return static_cast<T*>(SpareBlocks<sizeof(T)>::take()); }
  void deallocate(T* block, std::size_t) { SpareBlocks<sizeof(T)>::give(block); }
  friend bool operator==(const RecyclingAllocator&, const RecyclingAllocator&) { return true; }
};

}  // namespace mailrig
