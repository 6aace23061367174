// The end of mail data against a reader that looks at one octet after the other.
#include "smtp/dot_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace mailrig::smtp {
namespace {

struct Read {
  std::string content, behind;
  std::vector<std::size_t> removed;
  bool ended = false;
  std::uint16_t look_alikes = 0;

  bool operator==(const Read&) const = default;
};

// RFC 5321 §4.5.2 to the letter: cut into lines at CRLF, stop at ".", take a leading dot off.
Read naive(const std::string& stream) {
  Read read;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t crlf = stream.find("\r\n", at);
    const std::size_t end = crlf == std::string::npos ? stream.size() : crlf + 2;
    std::string line = stream.substr(at, end - at);
    if (line == ".\r\n") {
      read.ended = true;
      read.behind = stream.substr(end);
      return read;
    }
    if (line.front() == '.') {
      line.erase(0, 1);
      if (!line.starts_with('.')) read.removed.push_back(read.content.size());
      read.content += line;
    } else {
      read.content += line;
    }
    at = end;
  }
  return read;
}

// Cut into pieces, as a session reads it: what is pending stands before the next piece.
Read in_pieces(const std::string& stream, const std::vector<std::size_t>& sizes) {
  Read read;
  DotReader reader;
  std::string pending;
  std::size_t at = 0;
  for (std::size_t i = 0; at < stream.size() && !read.ended; ++i) {
    const std::size_t n = std::min(sizes[i % sizes.size()], stream.size() - at);
    std::string region = pending + stream.substr(at, n);
    at += n;
    const DotReader::Step step = reader.scan(region);
    for (const std::size_t place : reader.removed())
      read.removed.push_back(read.content.size() + place);
    read.content += region.substr(0, step.content);
    pending = region.substr(step.content, step.pending);
    read.ended = step.ended;
    if (step.ended) read.behind = region.substr(step.behind) + stream.substr(at);
  }
  read.look_alikes = reader.look_alikes().bits;
  return read;
}

std::string show(const std::string& octets) {
  std::string text;
  for (const char c : octets)
    text += c == '\r' ? "<CR>" : c == '\n' ? "<LF>" : c == '\0' ? "<NUL>" : std::string(1, c);
  return text;
}

std::string random_stream(std::mt19937& random) {
  static const std::vector<std::string> parts{"\r", "\n",     ".",   "\r\n",   "\r\n.",
                                              "a",  "\n.",    "\r.", "\r\n..", std::string(1, '\0'),
                                              "bc", "\r\r\n."};
  std::string stream;
  for (std::size_t n = random() % 40; n > 0; --n) stream += parts[random() % parts.size()];
  return stream + "\r\n.\r\n" + (random() % 2 ? "QUIT\r\n" : "");
}

TEST(DotReader, AgreesWithANaiveReaderOnRandomStreamsInRandomPieces) {
  std::mt19937 random(20261123);
  for (int i = 0; i < 20'000; ++i) {
    const std::string stream = random_stream(random);
    Read expected = naive(stream);
    const Read whole = in_pieces(stream, {stream.size()});
    expected.look_alikes = whole.look_alikes;
    ASSERT_EQ(whole, expected) << show(stream) << "\n" << show(whole.content);
    std::vector<std::size_t> sizes;
    for (int n = 0; n < 7; ++n) sizes.push_back(1 + random() % 9);
    ASSERT_EQ(in_pieces(stream, sizes), whole) << show(stream);
    ASSERT_EQ(in_pieces(stream, {1}), whole) << show(stream);
  }
}

TEST(DotReader, KeepsWhatItCannotDecideUntilMoreComes) {
  DotReader reader;
  std::string region = "a\r\n.";
  const DotReader::Step first = reader.scan(region);
  EXPECT_EQ(first.content, 3u);
  EXPECT_EQ(first.pending, 1u);
  EXPECT_FALSE(first.ended);
  region = ".\r\nX";
  const DotReader::Step second = reader.scan(region);
  EXPECT_TRUE(second.ended);
  EXPECT_EQ(second.content, 0u);
  EXPECT_EQ(second.behind, 3u);
}

struct LookAlikeCase {
  std::string name;
  std::string stream;
  std::vector<LookAlike> kinds;
};

class LookAlikes : public testing::TestWithParam<LookAlikeCase> {};

TEST_P(LookAlikes, AreToldFromOneAnother) {
  std::uint16_t expected = 0;
  for (const LookAlike kind : GetParam().kinds)
    expected |= static_cast<std::uint16_t>(1u << static_cast<int>(kind));
  for (const std::size_t size : {1, 2, 3, 100}) {
    const Read read = in_pieces(GetParam().stream, {size});
    EXPECT_EQ(read.look_alikes, expected) << "in pieces of " << size;
    EXPECT_TRUE(read.ended);
  }
}

using namespace std::string_literals;
INSTANTIATE_TEST_SUITE_P(
    Table, LookAlikes,
    testing::Values(
        LookAlikeCase{"none", "a.\r\n..\r\n...b\r\nc\r\n.\r\n", {}},
        LookAlikeCase{"the_end_itself_behind_CRCRLF", "a\r\r\n.\r\n", {}},
        LookAlikeCase{"LF_LF", "a\n.\nb\r\n.\r\n", {LookAlike::lf_dot_lf}},
        LookAlikeCase{"LF_CR", "a\n.\rb\r\n.\r\n", {LookAlike::lf_dot_cr}},
        LookAlikeCase{"LF_CRLF", "a\n.\r\nb\r\n.\r\n", {LookAlike::lf_dot_crlf}},
        LookAlikeCase{"CR_LF", "a\r.\nb\r\n.\r\n", {LookAlike::cr_dot_lf}},
        LookAlikeCase{"CR_CR", "a\r.\rb\r\n.\r\n", {LookAlike::cr_dot_cr}},
        LookAlikeCase{"CR_CRLF", "a\r.\r\nb\r\n.\r\n", {LookAlike::cr_dot_crlf}},
        LookAlikeCase{"CRLF_LF", "a\r\n.\nb\r\n.\r\n", {LookAlike::crlf_dot_lf}},
        LookAlikeCase{"CRLF_CR", "a\r\n.\rb\r\n.\r\n", {LookAlike::crlf_dot_cr}},
        LookAlikeCase{
            "CRLF_NUL_then_dot", "a\r\n\0.\r\nb\r\n.\r\n"s, {LookAlike::crlf_nul_dot_crlf}},
        LookAlikeCase{
            "CRLF_dot_then_NUL", "a\r\n.\0\r\nb\r\n.\r\n"s, {LookAlike::crlf_dot_nul_crlf}},
        LookAlikeCase{"CRLF_CRCRLF", "a\r\n.\r\r\nb\r\n.\r\n", {LookAlike::crlf_dot_crcrlf}},
        LookAlikeCase{"CRCRLF_CRCRLF", "a\r\r\n.\r\r\nb\r\n.\r\n", {LookAlike::crcrlf_dot_crcrlf}},
        LookAlikeCase{"one_behind_another",
                      "\n.\n.\r\n.\r\n",
                      {LookAlike::lf_dot_lf, LookAlike::lf_dot_crlf}}),
    [](const testing::TestParamInfo<LookAlikeCase>& row) { return row.param.name; });

}  // namespace
}  // namespace mailrig::smtp
