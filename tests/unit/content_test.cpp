#include "store/content.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace mailrig {
namespace {

void fill(ContentBuffer& buffer, const std::string& octets) {
  const auto tail = buffer.tail(octets.size());
  std::memcpy(tail.data(), octets.data(), octets.size());
  buffer.grow(octets.size());
}

TEST(ContentBuffer, GivesBackTheOctetsOfASmallMail) {
  ContentBuffer buffer;
  fill(buffer, "Subject: x\r\n\r\n");
  fill(buffer, std::string("\0\xff", 2));
  EXPECT_EQ(buffer.take().octets(), std::string_view("Subject: x\r\n\r\n\0\xff", 16));
  EXPECT_EQ(buffer.size(), 0u);
}

TEST(ContentBuffer, KeepsOctetsWhileItGrows) {
  ContentBuffer buffer;
  std::string all;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece = std::to_string(i) + std::string(100, 'x');
    fill(buffer, piece);
    all += piece;
  }
  EXPECT_EQ(buffer.take().octets(), all);
}

TEST(ContentBuffer, HandsOverTheDotsItWasTold) {
  ContentBuffer buffer;
  fill(buffer, ".a\r\n");
  buffer.note_removed_dot(0);
  EXPECT_EQ(buffer.take().removed_dots(), std::vector<std::uint64_t>{0});
  fill(buffer, "b");
  EXPECT_TRUE(buffer.take().removed_dots().empty());
}

TEST(ContentBuffer, TakesNothingForAnEmptyMail) {
  ContentBuffer buffer;
  EXPECT_EQ(buffer.take().size(), 0u);
  buffer.tail(1);
  EXPECT_EQ(buffer.take().octets(), "");
}

TEST(ContentBuffer, OffersAtLeastWhatWasAskedFor) {
  ContentBuffer buffer;
  EXPECT_GE(buffer.tail(1).size(), 1u);
  buffer.reserve(100'000);
  EXPECT_GE(buffer.tail(1).size(), 100'000u);
  EXPECT_GE(buffer.tail(1'000'000).size(), 1'000'000u);
}

}  // namespace
}  // namespace mailrig
