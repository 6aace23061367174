// Labels, and single-octet charsets by table.
#include "mail/charset.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/charset_labels.hpp"
#include "mail/charset_tables.hpp"
#include "mail/octet_decoder.hpp"

namespace mailrig {
namespace {

constexpr std::size_t longest_label = 40;

std::optional<Charset> find_charset(std::string_view label) {
  label = trim(label);
  if (label.size() > longest_label) return std::nullopt;
  const std::string wanted = to_lower(label);
  const auto* const found = std::ranges::lower_bound(charset_labels, wanted, {},
                                                     &std::pair<std::string_view, Charset>::first);
  if (found == charset_labels.end() || found->first != wanted) return std::nullopt;
  return found->second;
}

// Of the octets above 127; null for charsets of another kind.
const char16_t* table_of(Charset charset) {
  switch (charset) {
    case Charset::ibm866:
      return tables::ibm866;
    case Charset::iso_8859_2:
      return tables::iso_8859_2;
    case Charset::iso_8859_3:
      return tables::iso_8859_3;
    case Charset::iso_8859_4:
      return tables::iso_8859_4;
    case Charset::iso_8859_5:
      return tables::iso_8859_5;
    case Charset::iso_8859_6:
      return tables::iso_8859_6;
    case Charset::iso_8859_7:
      return tables::iso_8859_7;
    case Charset::iso_8859_8:
      return tables::iso_8859_8;
    case Charset::iso_8859_10:
      return tables::iso_8859_10;
    case Charset::iso_8859_13:
      return tables::iso_8859_13;
    case Charset::iso_8859_14:
      return tables::iso_8859_14;
    case Charset::iso_8859_15:
      return tables::iso_8859_15;
    case Charset::iso_8859_16:
      return tables::iso_8859_16;
    case Charset::koi8_r:
      return tables::koi8_r;
    case Charset::koi8_u:
      return tables::koi8_u;
    case Charset::macintosh:
      return tables::macintosh;
    case Charset::windows_874:
      return tables::windows_874;
    case Charset::windows_1250:
      return tables::windows_1250;
    case Charset::windows_1251:
      return tables::windows_1251;
    case Charset::windows_1252:
      return tables::windows_1252;
    case Charset::windows_1253:
      return tables::windows_1253;
    case Charset::windows_1254:
      return tables::windows_1254;
    case Charset::windows_1255:
      return tables::windows_1255;
    case Charset::windows_1256:
      return tables::windows_1256;
    case Charset::windows_1257:
      return tables::windows_1257;
    case Charset::windows_1258:
      return tables::windows_1258;
    case Charset::x_mac_cyrillic:
      return tables::x_mac_cyrillic;
    default:
      return nullptr;
  }
}

void decode_single(std::string_view octets, const char16_t* table, CharacterSink& sink) {
  for (take_ascii(octets, sink); !octets.empty(); take_ascii(octets, sink)) {
    sink.put_found(table[static_cast<unsigned char>(octets.front()) - 0x80]);
    octets.remove_prefix(1);
  }
}

// RFC 2781 §4.3: a byte order mark says which; without one it is big endian.
void decode_marked_utf16(std::string_view octets, CharacterSink& sink) {
  const bool little = octets.starts_with("\xFF\xFE");
  if (little || octets.starts_with("\xFE\xFF")) octets.remove_prefix(2);
  decode_utf16(octets, !little, sink);
}

void decode(Charset charset, std::string_view octets, CharacterSink& sink) {
  if (const char16_t* const table = table_of(charset)) return decode_single(octets, table, sink);
  switch (charset) {
    case Charset::us_ascii:
      sink.text = utf8_or_windows_1252(octets);
      return;
    case Charset::gbk:
    case Charset::gb18030:
      return decode_gb18030(octets, sink);
    case Charset::big5:
      return decode_big5(octets, sink);
    case Charset::euc_kr:
      return decode_euc_kr(octets, sink);
    case Charset::shift_jis:
      return decode_shift_jis(octets, sink);
    case Charset::euc_jp:
      return decode_euc_jp(octets, sink);
    case Charset::iso_2022_jp:
      return decode_iso_2022_jp(octets, sink);
    case Charset::iso_2022_kr:
      return decode_iso_2022_kr(octets, sink);
    case Charset::hz:
      return decode_hz(octets, sink);
    case Charset::utf_7:
      return decode_utf7(octets, sink);
    case Charset::utf_16:
      return decode_marked_utf16(octets, sink);
    case Charset::utf_16be:
      return decode_utf16(octets, true, sink);
    case Charset::utf_16le:
      return decode_utf16(octets, false, sink);
    default:
      sink.malformed = !valid_utf8(octets);
      sink.text = sink.malformed ? repair_utf8(octets) : std::string(octets);
  }
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view label, std::string_view octets,
                                   bool* malformed) {
  const auto charset = find_charset(label);
  if (!charset) return std::nullopt;
  CharacterSink sink;
  sink.text.reserve(octets.size() + octets.size() / 8);
  decode(*charset, octets, sink);
  if (malformed) *malformed = sink.malformed;
  return std::move(sink.text);
}

std::string utf8_or_windows_1252(std::string_view octets) {
  if (valid_utf8(octets)) return std::string(octets);
  CharacterSink sink;
  decode_single(octets, tables::windows_1252, sink);
  return std::move(sink.text);
}

}  // namespace mailrig
