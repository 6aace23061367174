// Single-octet charsets by table.
#include "mail/charset.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mail/ascii.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

enum class Charset { ascii, utf_8, iso_8859_15, windows_1252 };

// Browsers and mail readers read iso-8859-1 as windows-1252, which only gives meaning to 0x80-0x9F.
constexpr std::array<std::pair<std::string_view, Charset>, 29> labels{{
    {"us-ascii", Charset::ascii},
    {"ascii", Charset::ascii},
    {"ansi_x3.4-1968", Charset::ascii},
    {"utf-8", Charset::utf_8},
    {"utf8", Charset::utf_8},
    {"unicode-1-1-utf-8", Charset::utf_8},
    {"unicode11utf8", Charset::utf_8},
    {"unicode20utf8", Charset::utf_8},
    {"x-unicode20utf8", Charset::utf_8},
    {"iso-8859-15", Charset::iso_8859_15},
    {"iso8859-15", Charset::iso_8859_15},
    {"iso885915", Charset::iso_8859_15},
    {"iso_8859-15", Charset::iso_8859_15},
    {"csisolatin9", Charset::iso_8859_15},
    {"l9", Charset::iso_8859_15},
    {"iso-8859-1", Charset::windows_1252},
    {"iso8859-1", Charset::windows_1252},
    {"iso88591", Charset::windows_1252},
    {"iso_8859-1", Charset::windows_1252},
    {"iso_8859-1:1987", Charset::windows_1252},
    {"iso-ir-100", Charset::windows_1252},
    {"csisolatin1", Charset::windows_1252},
    {"latin1", Charset::windows_1252},
    {"l1", Charset::windows_1252},
    {"ibm819", Charset::windows_1252},
    {"cp819", Charset::windows_1252},
    {"windows-1252", Charset::windows_1252},
    {"cp1252", Charset::windows_1252},
    {"x-cp1252", Charset::windows_1252},
}};

// 0x80 to 0x9F
constexpr std::array<char16_t, 32> windows_1252_c1{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

char32_t from_windows_1252(unsigned char c) {
  return c >= 0x80 && c <= 0x9F ? windows_1252_c1[c - 0x80] : c;
}

// ISO 8859-15 is ISO 8859-1 but for these eight.
char32_t from_iso_8859_15(unsigned char c) {
  switch (c) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x0160;
    case 0xA8:
      return 0x0161;
    case 0xB4:
      return 0x017D;
    case 0xB8:
      return 0x017E;
    case 0xBC:
      return 0x0152;
    case 0xBD:
      return 0x0153;
    case 0xBE:
      return 0x0178;
    default:
      return c;
  }
}

std::string by_octet(std::string_view octets, char32_t (*decode)(unsigned char)) {
  std::string out;
  out.reserve(octets.size() + octets.size() / 8);
  for (const char c : octets) append_utf8(out, decode(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view label, std::string_view octets,
                                   bool* malformed) {
  if (malformed) *malformed = false;
  label = trim(label);
  const auto* const found = std::ranges::find_if(
      labels, [label](const auto& known) { return iequals(known.first, label); });
  if (found == labels.end()) return std::nullopt;
  switch (found->second) {
    case Charset::ascii:
      return utf8_or_windows_1252(octets);
    case Charset::utf_8:
      return repair_utf8(octets);
    case Charset::iso_8859_15:
      return by_octet(octets, from_iso_8859_15);
    case Charset::windows_1252:
      return by_octet(octets, from_windows_1252);
  }
  return std::nullopt;
}

std::string utf8_or_windows_1252(std::string_view octets) {
  return valid_utf8(octets) ? std::string(octets) : by_octet(octets, from_windows_1252);
}

}  // namespace mailrig
