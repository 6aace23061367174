// Charsets that shift between tables by escapes; octets above 127 mean nothing in them.
#include <cstdint>

#include "mail/ascii.hpp"
#include "mail/charset_tables.hpp"
#include "mail/encoding.hpp"
#include "mail/octet_decoder.hpp"

namespace mailrig {
namespace {

bool in_94(char c) { return c >= 0x21 && c <= 0x7E; }

// A pair of 94 by 94 as the tables of EUC have it, with the high bits set.
template <class Code>
char32_t at_high_pair(const Code* table, char row, char cell) {
  return table[static_cast<std::size_t>(row + 0x80 - 0x81) * tables::columns +
               static_cast<std::size_t>(cell + 0x80 - 0x40)];
}

// Reads a pair where one stands; line ends and other controls pass through any table.
template <class Find>
std::size_t put_pair(std::string_view rest, CharacterSink& sink, Find find) {
  if (rest.front() >= 0 && rest.front() <= ' ') {
    sink.put(static_cast<char32_t>(rest.front()));
    return 1;
  }
  if (rest.size() < 2 || !in_94(rest[0]) || !in_94(rest[1])) {
    sink.put_nothing();
    return 1;
  }
  sink.put_found(find(rest[0], rest[1]));
  return 2;
}

void put_ascii(char c, CharacterSink& sink) {
  if (is_ascii(c))
    sink.text += c;
  else
    sink.put_nothing();
}

}  // namespace

void decode_iso_2022_jp(std::string_view octets, CharacterSink& sink) {
  enum class Table { ascii, roman, katakana, jis0208, jis0212 } table = Table::ascii;
  struct Escape {
    std::string_view octets;
    Table table;
  };
  static constexpr Escape escapes[] = {
      {"\x1b(B", Table::ascii},    {"\x1b(J", Table::roman},   {"\x1b(I", Table::katakana},
      {"\x1b$@", Table::jis0208},  {"\x1b$B", Table::jis0208}, {"\x1b$(B", Table::jis0208},
      {"\x1b$(D", Table::jis0212},
  };
  while (!octets.empty()) {
    const char c = octets.front();
    const Escape* found = nullptr;
    if (c == '\x1b')
      for (const Escape& escape : escapes)
        if (octets.starts_with(escape.octets)) found = &escape;
    if (found) {
      table = found->table;
      octets.remove_prefix(found->octets.size());
      continue;
    }
    // RFC 1468: a line ends in ASCII; those that forget to shift back mean it all the same.
    if (c == '\n') table = Table::ascii;
    std::size_t length = 1;
    if (c == '\x1b') {
      sink.put_nothing();
    } else if (table == Table::jis0208) {
      length = put_pair(octets, sink, [](char row, char cell) -> char32_t {
        return tables::jis0208[(row - 0x21) * 94 + cell - 0x21];
      });
    } else if (table == Table::jis0212) {
      length = put_pair(octets, sink, [](char row, char cell) {
        return at_high_pair(tables::euc_jp_plane_2, row, cell);
      });
    } else if (table == Table::katakana && c >= 0x21 && c <= 0x5F) {
      sink.put(0xFF61 + static_cast<char32_t>(c - 0x21));
    } else if (table == Table::roman && (c == '\\' || c == '~')) {
      sink.put(c == '\\' ? 0xA5 : 0x203E);
    } else {
      put_ascii(c, sink);
    }
    octets.remove_prefix(length);
  }
}

void decode_iso_2022_kr(std::string_view octets, CharacterSink& sink) {
  constexpr std::string_view designation = "\x1b$)C";
  bool shifted = false;
  while (!octets.empty()) {
    const char c = octets.front();
    std::size_t length = 1;
    if (octets.starts_with(designation)) {
      length = designation.size();
    } else if (c == '\x0e' || c == '\x0f') {
      shifted = c == '\x0e';
    } else if (shifted) {
      length = put_pair(octets, sink, [](char row, char cell) {
        return at_high_pair(tables::euc_kr, row, cell);
      });
    } else {
      put_ascii(c, sink);
    }
    octets.remove_prefix(length);
  }
}

void decode_hz(std::string_view octets, CharacterSink& sink) {
  bool shifted = false;
  while (!octets.empty()) {
    std::size_t length = 2;
    if (octets.starts_with("~{") || octets.starts_with("~}")) {
      shifted = octets[1] == '{';
    } else if (!shifted && octets.starts_with("~~")) {
      sink.put('~');
    } else if (!shifted && octets.starts_with("~\n")) {
      // a line that goes on
    } else if (shifted && octets.front() != '\n') {
      length = put_pair(octets, sink, [](char row, char cell) {
        return at_high_pair(tables::gb18030, row, cell);
      });
    } else {
      shifted = false;
      put_ascii(octets.front(), sink);
      length = 1;
    }
    octets.remove_prefix(length);
  }
}

void decode_utf7(std::string_view octets, CharacterSink& sink) {
  while (!octets.empty()) {
    if (octets.front() != '+') {
      put_ascii(octets.front(), sink);
      octets.remove_prefix(1);
      continue;
    }
    octets.remove_prefix(1);
    std::size_t n = 0;
    while (n < octets.size() && (is_alnum(octets[n]) || octets[n] == '+' || octets[n] == '/')) ++n;
    std::string units = decode_base64(octets.substr(0, n));
    // The bits that fill up the last character are no unit.
    if (units.size() % 2 != 0) units.pop_back();
    if (n == 0)
      sink.put(octets.starts_with('-') ? '+' : 0xFFFD);
    else
      decode_utf16(units, true, sink);
    octets.remove_prefix(n);
    if (octets.starts_with('-')) octets.remove_prefix(1);
  }
}

}  // namespace mailrig
