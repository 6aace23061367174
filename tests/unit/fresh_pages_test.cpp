#include "store/fresh_pages.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mailrig {
namespace {

constexpr std::size_t kPage = 4 << 10, kRun = 128 << 10;

// How many of the pages from `at` on the kernel has given.
long given(char* at, std::size_t octets) {
  std::vector<unsigned char> pages(octets / kPage);
  EXPECT_EQ(::mincore(at, octets, pages.data()), 0);
  return std::count_if(pages.begin(), pages.end(), [](unsigned char page) { return page & 1; });
}

// Behind everything that malloc has.
char* more_heap(std::size_t octets) {
  auto* const end = static_cast<char*>(::sbrk(static_cast<std::intptr_t>(octets + kPage)));
  EXPECT_NE(end, reinterpret_cast<char*>(-1));
  return end + (kPage - reinterpret_cast<std::uintptr_t>(end) % kPage) % kPage;
}

void take_from(const void* block) { take_fresh_pages(reinterpret_cast<std::uintptr_t>(block)); }

TEST(FreshPages, ComeManyAtATime) {
  char* const heap = more_heap(4 * kRun);
  ASSERT_EQ(given(heap, 4 * kRun), 0);
  take_from(heap + 100);
  EXPECT_EQ(given(heap, kRun), 32);
  EXPECT_EQ(given(heap + kRun, kRun), 0);
  take_from(heap + kRun / 2);  // has its pages
  EXPECT_EQ(given(heap + kRun, kRun), 0);
  take_from(heap + kRun);
  EXPECT_EQ(given(heap + kRun, kRun), 32);
}

TEST(FreshPages, AreLeftAloneWhereTheHeapEndsSooner) {
  char* const heap = more_heap(kRun);
  char* const late = heap + kRun / 2;
  take_from(late);
  EXPECT_EQ(given(late, kRun / 2), 0);
}

TEST(FreshPages, AreLeftAloneOutsideTheHeap) {
  char local[16] = {};
  take_from(local);
  void* const elsewhere =
      ::mmap(nullptr, 2 * kRun, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(elsewhere, MAP_FAILED);
  take_from(elsewhere);
  EXPECT_EQ(given(static_cast<char*>(elsewhere), 2 * kRun), 0);
  ::munmap(elsewhere, 2 * kRun);
}

}  // namespace
}  // namespace mailrig
