// Charsets of one to four octets a character, with the error handling of the WHATWG encoding
// standard: what cannot be read is one U+FFFD, and an ASCII octet in it is read anew.
#include <algorithm>
#include <optional>

#include "mail/charset_tables.hpp"
#include "mail/octet_decoder.hpp"

namespace mailrig {
namespace {

unsigned octet(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
}

template <class Code>
char32_t at_pair(const Code* table, unsigned lead, unsigned trail) {
  if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail > 0xFE) return 0;
  return table[(lead - 0x81) * tables::columns + trail - 0x40];
}

// Takes off the lead octet, and the trail unless it may begin something itself.
void skip_pair(std::string_view& octets, CharacterSink& sink) {
  sink.put_nothing();
  octets.remove_prefix(octets.size() > 1 && octet(octets, 1) >= 0x80 ? 2 : 1);
}

// An octet above 127 that means something alone.
bool take_single(std::string_view& octets, const char16_t* singles, CharacterSink& sink) {
  const char32_t single = singles[octet(octets, 0) - 0x80];
  if (single == 0) return false;
  sink.put(single);
  octets.remove_prefix(1);
  return true;
}

// Charsets whose characters are one or two octets.
template <class Code>
void decode_pairs(std::string_view octets, const char16_t* singles, const Code* table,
                  CharacterSink& sink) {
  for (take_ascii(octets, sink); !octets.empty(); take_ascii(octets, sink)) {
    if (take_single(octets, singles, sink)) continue;
    if (const char32_t code = at_pair(table, octet(octets, 0), octet(octets, 1))) {
      sink.put(code);
      octets.remove_prefix(2);
    } else {
      skip_pair(octets, sink);
    }
  }
}

// Octets 0x81 to 0xFE and 0x30 to 0x39 by turns.
std::optional<char32_t> four_octets(std::string_view octets) {
  const unsigned a = octet(octets, 0), b = octet(octets, 1), c = octet(octets, 2),
                 d = octet(octets, 3);
  if (a < 0x81 || a > 0xFE || b < 0x30 || b > 0x39 || c < 0x81 || c > 0xFE || d < 0x30 || d > 0x39)
    return std::nullopt;
  const char32_t index = (((a - 0x81) * 10 + b - 0x30) * 126 + c - 0x81) * 10 + d - 0x30;
  std::size_t low = 0, high = tables::gb18030_runs_size / 3;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const char32_t* const run = tables::gb18030_runs + middle * 3;
    if (index < run[0])
      high = middle;
    else if (index >= run[0] + run[2])
      low = middle + 1;
    else
      return run[1] + index - run[0];
  }
  return 0;
}

}  // namespace

void decode_gb18030(std::string_view octets, CharacterSink& sink) {
  for (take_ascii(octets, sink); !octets.empty(); take_ascii(octets, sink)) {
    if (const auto code = four_octets(octets)) {
      sink.put_found(*code);
      octets.remove_prefix(4);
    } else if (octet(octets, 0) == 0x80) {
      sink.put(0x20AC);  // as code page 936 has it
      octets.remove_prefix(1);
    } else if (const char32_t pair = at_pair(tables::gb18030, octet(octets, 0), octet(octets, 1))) {
      sink.put(pair);
      octets.remove_prefix(2);
    } else {
      skip_pair(octets, sink);
    }
  }
}

void decode_big5(std::string_view octets, CharacterSink& sink) {
  for (take_ascii(octets, sink); !octets.empty(); take_ascii(octets, sink)) {
    if (take_single(octets, tables::big5_singles, sink)) continue;
    const unsigned lead = octet(octets, 0), trail = octet(octets, 1);
    const char32_t code = at_pair(tables::big5, lead, trail);
    if (code == 0) {
      skip_pair(octets, sink);
      continue;
    }
    octets.remove_prefix(2);
    if (code != 1) {
      sink.put(code);
      continue;
    }
    for (std::size_t i = 0; i < tables::big5_pairs_size; i += 3)
      if (tables::big5_pairs[i] == (lead << 8 | trail)) {
        sink.put(tables::big5_pairs[i + 1]);
        sink.put(tables::big5_pairs[i + 2]);
      }
  }
}

void decode_euc_kr(std::string_view octets, CharacterSink& sink) {
  decode_pairs(octets, tables::euc_kr_singles, tables::euc_kr, sink);
}

void decode_shift_jis(std::string_view octets, CharacterSink& sink) {
  decode_pairs(octets, tables::shift_jis_singles, tables::shift_jis, sink);
}

void decode_euc_jp(std::string_view octets, CharacterSink& sink) {
  for (take_ascii(octets, sink); !octets.empty(); take_ascii(octets, sink)) {
    if (take_single(octets, tables::euc_jp_singles, sink)) continue;
    const unsigned lead = octet(octets, 0), trail = octet(octets, 1);
    const bool plane_2 = lead == 0x8F;
    // 0x8E shifts to half-width katakana, which the table has as pairs.
    const char32_t code = plane_2 ? at_pair(tables::euc_jp_plane_2, trail, octet(octets, 2))
                                  : at_pair(tables::euc_jp, lead, trail);
    if (code == 0) {
      if (plane_2 && trail >= 0xA1 && octet(octets, 2) >= 0xA1) octets.remove_prefix(1);
      skip_pair(octets, sink);
      continue;
    }
    sink.put(code);
    octets.remove_prefix(plane_2 ? 3 : 2);
  }
}

void decode_utf16(std::string_view octets, bool big_endian, CharacterSink& sink) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const unsigned first = octet(octets, at), second = octet(octets, at + 1);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::size_t at = 0;
  for (; at + 1 < octets.size(); at += 2) {
    const char32_t code = unit(at);
    if (at == 0 && code == 0xFEFF) continue;
    if (code < 0xD800 || code > 0xDFFF) {
      sink.put(code);
      continue;
    }
    const char32_t low = at + 3 < octets.size() ? unit(at + 2) : 0;
    if (code > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
      sink.put_nothing();
      continue;
    }
    sink.put(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00);
    at += 2;
  }
  if (at < octets.size()) sink.put_nothing();
}

}  // namespace mailrig
