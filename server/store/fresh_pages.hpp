// Memory of the heap that nothing has been written to yet.
#pragma once

#include <cstdint>

namespace mailrig {

// Has the kernel give the heap the pages from the block at `at` on, 128 KiB at once, if it is the
// one furthest up so far and the heap goes on behind it: one by one they cost twice as much, as
// each is asked for by a fault. Nothing happens where the heap ends sooner, lies elsewhere, or the
// kernel cannot do it (before Linux 5.14). Any thread.
void take_fresh_pages(std::uintptr_t at);

}  // namespace mailrig
