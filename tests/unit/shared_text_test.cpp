#include "store/shared_text.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace mailrig {
namespace {

TEST(SharedText, HoldsAnyOctets) {
  for (const std::string& text :
       {std::string(), std::string("250 2.1.5 Ok"), std::string("a\0b", 3), std::string(64, 'x'),
        std::string(65, 'x'), std::string(100'000, 'y')}) {
    const SharedText shared(text);
    const SharedText copy = shared;
    EXPECT_EQ(shared.view(), text);
    EXPECT_EQ(copy.string(), text);
    EXPECT_EQ(shared.empty(), text.empty());
    EXPECT_EQ(shared.size(), text.size());
    EXPECT_EQ(copy.view().data(), shared.view().data());
  }
}

TEST(SharedText, IsEqualByItsOctets) {
  EXPECT_EQ(SharedText(std::string(100, 'x')), SharedText(std::string(100, 'x')));
  EXPECT_EQ(SharedText("a"), std::string_view("a"));
  EXPECT_NE(SharedText("a"), SharedText("b"));
  EXPECT_EQ(SharedText(), SharedText(""));
}

TEST(SharedText, OfAShortTextThatComesAgainIsOne) {
  const SharedText first("250 2.1.0 Ok");
  SharedText("someone@x.test");
  EXPECT_EQ(SharedText("250 2.1.0 Ok").view().data(), first.view().data());
}

TEST(SharedText, OutlivesWhoeverMadeIt) {
  SharedText kept;
  std::thread([&] {
    for (int i = 0; i < 1'000; ++i) kept = SharedText("text " + std::to_string(i));
  }).join();
  EXPECT_EQ(kept, std::string_view("text 999"));
}

TEST(SharedText, MayBeHeldByManyThreads) {
  const SharedText text("250 2.0.0 Ok");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 10'000; ++n) {
        SharedText copy = text;
        SharedText moved = std::move(copy);
        EXPECT_EQ(moved.size(), 12u);
      }
    });
  for (std::thread& each : threads) each.join();
}

}  // namespace
}  // namespace mailrig
