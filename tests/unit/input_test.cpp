#include "session/input.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mailrig {
namespace {

struct Taken {
  std::string text;
  std::uint64_t octets;
  bool too_long, bare_lf;
  bool operator==(const Taken&) const = default;
};

std::vector<Taken> lines(std::string_view stream, std::size_t longest, std::size_t chunk) {
  Input input(longest);
  std::vector<Taken> all;
  while (!stream.empty()) {
    const auto room = input.prepare();
    EXPECT_FALSE(room.empty());
    const std::size_t n = std::min({room.size(), stream.size(), chunk});
    std::copy_n(stream.data(), n, room.data());
    stream.remove_prefix(n);
    input.commit(n);
    while (const auto line = input.take())
      all.push_back({std::string(line->text), line->octets, line->too_long, line->bare_lf});
  }
  return all;
}

TEST(Input, TakesLinesHoweverTheyAreCut) {
  const std::string stream = "one\r\n\r\ntwo\nthr\ree\r\nrest";
  const std::vector<Taken> expected{{"one", 5, false, false},
                                    {"", 2, false, false},
                                    {"two", 4, false, true},
                                    {"thr\ree", 8, false, false}};
  for (const std::size_t chunk : {1, 2, 3, 7, 1000}) EXPECT_EQ(lines(stream, 100, chunk), expected);
}

TEST(Input, DiscardsALineThatIsTooLongToItsEnd) {
  const std::string stream =
      std::string(10, 'a') + "\r\n" + std::string(9000, 'b') + "\r\nQUIT\r\n";
  const std::vector<Taken> expected{{std::string(10, 'a'), 12, false, false},
                                    {std::string(12, 'b'), 9002, true, false},
                                    {"QUIT", 6, false, false}};
  for (const std::size_t chunk : {1, 7, 2048, 100'000})
    EXPECT_EQ(lines(stream, 12, chunk), expected) << chunk;
}

TEST(Input, TakesBackOctetsThatWereReadForAnotherPurpose) {
  Input input(512);
  const std::string batch(5000, 'x');
  input.give_back(batch + "\r\nNOOP\r\nQU");
  EXPECT_TRUE(input.take()->too_long);
  EXPECT_EQ(input.take()->text, "NOOP");
  EXPECT_FALSE(input.take());
  EXPECT_EQ(input.rest(), "QU");
  const auto room = input.prepare();
  std::copy_n("IT\r\n", 4, room.data());
  input.commit(4);
  EXPECT_EQ(input.take()->text, "QUIT");
}

TEST(Input, HandsOutWhatFollowsALineAsItIs) {
  Input input(512);
  input.give_back("DATA\r\nab\r\n.\r\nQUIT\r\n");
  EXPECT_EQ(input.take()->text, "DATA");
  EXPECT_EQ(input.rest(), "ab\r\n.\r\nQUIT\r\n");
  input.consume(7);
  EXPECT_EQ(input.take()->text, "QUIT");
}

}  // namespace
}  // namespace mailrig
