#include "smtp/data_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace mailrig::smtp {
namespace {

constexpr std::uint64_t kMost = 1 << 20;

// Returns what of `stream` came behind the end; it must end.
std::string feed(DataReader& reader, std::string_view stream, std::size_t chunk) {
  bool ended = false;
  while (!stream.empty() && !ended) {
    const auto room = reader.prepare();
    const std::size_t n = std::min({room.size(), stream.size(), chunk});
    std::memcpy(room.data(), stream.data(), n);
    stream.remove_prefix(n);
    ended = reader.commit(n);
  }
  EXPECT_TRUE(ended);
  return std::string(reader.behind()) + std::string(stream);
}

TEST(DataReader, KeepsEveryOctetAndGivesBackWhatIsBehind) {
  Store store;
  std::string lines;
  for (int i = 0; i < 3000; ++i)
    lines += std::string(static_cast<std::size_t>(i % 90), 'x') + "\r\n";
  for (const std::size_t chunk :
       {std::size_t{1}, std::size_t{7}, std::size_t{4096}, lines.size()}) {
    DataReader reader(store, kMost);
    ASSERT_TRUE(reader.begin(std::nullopt));
    EXPECT_EQ(feed(reader, lines + ".\r\nNOOP\r\n", chunk), "NOOP\r\n");
    EXPECT_EQ(reader.octets(), lines.size());
    EXPECT_EQ(reader.wire_octets(), lines.size() + 3);
    EXPECT_EQ(reader.take().octets(), lines);
  }
}

TEST(DataReader, RemembersWhereAnUndoubledDotStood) {
  Store store;
  DataReader reader(store, kMost);
  ASSERT_TRUE(reader.begin(std::nullopt));
  feed(reader, "ab\r\n.c\r\n..d\r\n.\r\n", 2);
  const Content content = reader.take();
  EXPECT_EQ(content.octets(), "ab\r\nc\r\n.d\r\n");
  EXPECT_EQ(content.removed_dots(), std::vector<std::uint64_t>{4});
}

TEST(DataReader, ReadsOnToTheEndOfWhatIsTooLargeAndKeepsItsBeginning) {
  Store store;
  for (const std::size_t chunk : {1, 13, 100'000}) {
    DataReader reader(store, 1000);
    ASSERT_TRUE(reader.begin(std::nullopt));
    const std::string line(98, 'x');
    std::string stream;
    for (int i = 0; i < 900; ++i) stream += line + "\r\n";
    EXPECT_EQ(feed(reader, stream + ".\r\nQ", chunk), "Q");
    EXPECT_EQ(reader.fault(), DataReader::Fault::too_large);
    EXPECT_EQ(reader.octets(), stream.size());
    EXPECT_EQ(reader.take().octets(), stream.substr(0, 1000));
  }
}

TEST(DataReader, TakesAMessageOfExactlyTheLimit) {
  Store store;
  DataReader reader(store, 10);
  ASSERT_TRUE(reader.begin(10));
  feed(reader, "12345678\r\n.\r\n", 1);
  EXPECT_EQ(reader.fault(), DataReader::Fault::none);
}

TEST(DataReader, DoesNotTrustADeclaredSize) {
  Store store;
  DataReader reader(store, 50u << 20);
  ASSERT_TRUE(reader.begin(40u << 20));
  EXPECT_LE(store.counts().in_flight_octets, 1u << 20);
}

TEST(DataReader, GivesBackWhatItClaimed) {
  StoreLimits limits;
  limits.in_flight_octets = 20'000;
  Store store(limits);
  {
    DataReader reader(store, kMost);
    ASSERT_TRUE(reader.begin(std::nullopt));
    DataReader second(store, kMost);
    EXPECT_FALSE(second.begin(std::nullopt));
    feed(reader, std::string(50'000, 'x') + "\r\n.\r\n", 999);
    EXPECT_EQ(reader.fault(), DataReader::Fault::no_room);
  }
  EXPECT_EQ(store.counts().in_flight_octets, 0u);
}

}  // namespace
}  // namespace mailrig::smtp
