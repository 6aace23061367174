// How the process's memory grows.
#pragma once

namespace mailrig {

// From now on by 16 MiB of addresses at a time, of which what is not used takes no memory. glibc
// gives each thread an arena of its own otherwise, which grows page by page: a system call for
// every other mail that is kept. For a program's own process, before its threads begin; nothing
// changes where the C library is another.
void grow_heap_in_large_steps();

}  // namespace mailrig
