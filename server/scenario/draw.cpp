#include "scenario/draw.hpp"

#include <bit>

namespace mailrig {
namespace {

// The odd multipliers are those of the finaliser of splitmix64: each step is a bijection, and
// every bit of the input reaches every bit of the result.
std::uint64_t finish(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace

Draw& Draw::mix(std::uint64_t number) {
  state_ = finish(std::rotl(state_, 23) + finish(number + 0x9e3779b97f4a7c15));
  return *this;
}

Draw& Draw::mix(std::string_view text) {
  // Eight octets at a time, assembled by value: the machine's byte order does not matter.
  std::uint64_t word = 0;
  unsigned filled = 0;
  for (const char c : text) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << (8 * filled);
    if (++filled == 8) {
      mix(word);
      word = filled = 0;
    }
  }
  if (filled > 0) mix(word);
  return mix(text.size());
}

std::uint64_t Draw::value() const { return finish(state_); }

double Draw::unit() const { return static_cast<double>(value() >> 11) * 0x1p-53; }

}  // namespace mailrig
