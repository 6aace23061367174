#include "store/spare_blocks.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace mailrig {
namespace {

struct Large : Recycled<Large> {
  char octets[1'500];
};
struct Odd {
  char octets[1'501];
};

TEST(SpareBlocks, TheNextObjectStandsWhereTheLastEndedOneDid) {
  auto first = std::make_unique<Large>();
  const void* const place = first.get();
  first.reset();
  const auto next = std::make_unique<Large>();
  if (kSpareBlocks) EXPECT_EQ(next.get(), place);
}

TEST(SpareBlocks, AreKeptForSharedObjectsToo) {
  auto first = std::allocate_shared<Odd>(RecyclingAllocator<Odd>());
  const void* const place = first.get();
  first.reset();
  const auto next = std::allocate_shared<Odd>(RecyclingAllocator<Odd>());
  if (kSpareBlocks) EXPECT_EQ(next.get(), place);
}

TEST(SpareBlocks, AreGivenBackByAThreadThatEndsAndBeyondSixtyFour) {
  std::thread([] {
    std::vector<std::unique_ptr<Large>> many;
    for (int i = 0; i < 100; ++i) many.push_back(std::make_unique<Large>());
  }).join();  // the leak checker watches
}

}  // namespace
}  // namespace mailrig
