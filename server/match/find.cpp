// First and last octet of the needle are looked for side by side; what is between them is compared
// only where both stand.
#include "match/find.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

using Block = std::uint8_t __attribute__((vector_size(16)));
using Words = std::uint64_t __attribute__((vector_size(16)));

Block load(const char* from) {
  Block block;
  std::memcpy(&block, from, sizeof block);
  return block;
}

Block filled(std::uint8_t value) { return Block{} + value; }

// A letter is compared with its bit of case set, which makes no other octet a letter.
std::uint8_t case_bit(char c) { return is_alpha(c) ? 0x20 : 0; }

bool equal(const char* text, std::string_view needle) {
  for (std::size_t i = 0; i < needle.size(); ++i)
    if (lower(text[i]) != needle[i]) return false;
  return true;
}

}  // namespace

Found find_lower(std::string_view text, std::string_view needle, std::size_t from) {
  const std::size_t reach = needle.size() - 1;
  const Block first = filled(static_cast<std::uint8_t>(needle.front()));
  const Block last = filled(static_cast<std::uint8_t>(needle.back()));
  const Block first_case = filled(case_bit(needle.front()));
  const Block last_case = filled(case_bit(needle.back()));
  std::size_t at = from;
  std::size_t spent = 0;
  if constexpr (std::endian::native == std::endian::little)
    for (; at + reach + sizeof(Block) <= text.size(); at += sizeof(Block)) {
      const auto fits = ((load(text.data() + at) | first_case) == first) &
                        ((load(text.data() + at + reach) | last_case) == last);
      const auto words = reinterpret_cast<Words>(fits);
      if ((words[0] | words[1]) == 0) continue;
      for (std::size_t half = 0; half < 2; ++half)
        for (std::uint64_t word = words[half]; word != 0;) {
          const auto octet = static_cast<std::size_t>(std::countr_zero(word)) / 8;
          if (equal(text.data() + at + half * 8 + octet, needle))
            return {at + half * 8 + octet, false};
          word &= ~(std::uint64_t{0xff} << (octet * 8));
          spent += needle.size();
        }
      if (spent > 8 * (at - from) + 4'096) return {at + sizeof(Block), true};
    }
  for (; at + reach < text.size(); ++at) {
    if (lower(text[at]) != needle.front()) continue;
    if (equal(text.data() + at, needle)) return {at, false};
    spent += needle.size();
    if (spent > 8 * (at - from) + 4'096) return {at + 1, true};
  }
  return {text.size(), false};
}

}  // namespace mailrig
