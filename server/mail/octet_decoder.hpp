// What the decoders of all charsets share: where characters go, and what becomes of octets that
// mean nothing.
#pragma once

#include <string>
#include <string_view>

#include "mail/utf8.hpp"

namespace mailrig {

struct CharacterSink {
  std::string text;
  bool malformed = false;

  void put(char32_t code) { append_utf8(text, code); }
  void put_nothing() {
    malformed = true;
    append_utf8(text, 0xFFFD);
  }
  // A code point of a table, where 0 stands for none.
  void put_found(char32_t code) { code != 0 ? put(code) : put_nothing(); }
};

// Appends the ASCII at the front of `octets` and takes it off.
inline void take_ascii(std::string_view& octets, CharacterSink& sink) {
  std::size_t n = 0;
  while (n < octets.size() && static_cast<unsigned char>(octets[n]) < 0x80) ++n;
  sink.text.append(octets.substr(0, n));
  octets.remove_prefix(n);
}

// Charsets of several octets a character.
void decode_gb18030(std::string_view octets, CharacterSink& sink);
void decode_big5(std::string_view octets, CharacterSink& sink);
void decode_euc_kr(std::string_view octets, CharacterSink& sink);
void decode_shift_jis(std::string_view octets, CharacterSink& sink);
void decode_euc_jp(std::string_view octets, CharacterSink& sink);
void decode_utf16(std::string_view octets, bool big_endian, CharacterSink& sink);

// Charsets that shift between tables, all in octets below 128.
void decode_iso_2022_jp(std::string_view octets, CharacterSink& sink);  // RFC 1468, RFC 1554
void decode_iso_2022_kr(std::string_view octets, CharacterSink& sink);  // RFC 1557
void decode_hz(std::string_view octets, CharacterSink& sink);           // RFC 1843
void decode_utf7(std::string_view octets, CharacterSink& sink);         // RFC 2152

}  // namespace mailrig
