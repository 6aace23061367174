#include "rig/heap.hpp"

#include <cstdlib>  // any header of the C library says whose it is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace mailrig {

void grow_heap_in_large_steps() {
#ifdef __GLIBC__
  // The only arena whose steps can be chosen is the main one. One for all threads costs little:
  // they keep blocks of their own for what they give back soon.
  constexpr int step = 16 << 20;
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_TOP_PAD, step);
  ::mallopt(M_TRIM_THRESHOLD, 2 * step);
#endif
}

}  // namespace mailrig
