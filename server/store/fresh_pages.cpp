#include "store/fresh_pages.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

namespace mailrig {

void take_fresh_pages([[maybe_unused]] std::uintptr_t at) {
#ifdef MADV_POPULATE_WRITE
  constexpr std::uintptr_t page = 4 << 10, run = 128 << 10;
  // Up to here, but for the next blocks' sake.
  static std::atomic<std::uintptr_t> taken{0};
  if (at < taken.load(std::memory_order_relaxed)) return;
  const std::uintptr_t from = at & ~(page - 1);
  const auto heap_end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  if (heap_end < run || from > heap_end - run) return;
  taken.store(from + run - 2 * page, std::memory_order_relaxed);
  ::madvise(reinterpret_cast<void*>(from), run, MADV_POPULATE_WRITE);
#endif
}

}  // namespace mailrig
