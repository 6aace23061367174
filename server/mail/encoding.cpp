// Base64, quoted-printable and uuencode.
#include "mail/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::size_t longest_line = 76;  // RFC 2045 §6.7 (5), §6.8

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view hex_digits = "0123456789ABCDEF";

constexpr std::array<std::int8_t, 256> make_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}
constexpr std::array<std::int8_t, 256> values = make_values();

int value_of(char c) { return values[static_cast<unsigned char>(c)]; }

// Whole groups of four from `at` on, as long as nothing else stands between them.
void decode_groups(std::string_view text, std::size_t& at, std::string& out) {
  while (at + 4 <= text.size()) {
    const int a = value_of(text[at]), b = value_of(text[at + 1]), c = value_of(text[at + 2]),
              d = value_of(text[at + 3]);
    if ((a | b | c | d) < 0) return;
    const int bits = a << 18 | b << 12 | c << 6 | d;
    const char group[] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8),
                          static_cast<char>(bits)};
    out.append(group, 3);
    at += 4;
  }
}

void append_hex(std::string& out, char c) {
  const auto octet = static_cast<unsigned char>(c);
  out += '=';
  out += hex_digits[octet >> 4];
  out += hex_digits[octet & 15];
}

}  // namespace

std::string decode_base64(std::string_view text, const Notes& notes) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  int held = 0;  // how many bits of `bits` are not yet in `out`
  bool padded = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (held == 0 && !padded) decode_groups(text, at, out);
    if (at == text.size()) break;
    const char c = text[at];
    const int value = value_of(c);
    if (c == '=') {
      if (held == 0 && !padded) notes.add(Defect::bad_base64, at);
      held = 0;
      padded = true;
      continue;
    }
    if (value < 0) {
      if (!is_space(c)) notes.add(Defect::bad_base64, at);
      continue;
    }
    if (padded) notes.add(Defect::after_base64, at);
    padded = false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  if (held > 0) notes.add(Defect::truncated_base64, text.size());
  return out;
}

std::string encode_base64(std::string_view octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::string_view group = octets.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= group.size() ? alphabet[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string encode_base64_lines(std::string_view octets) {
  constexpr std::size_t octets_a_line = longest_line / 4 * 3;
  std::string out;
  for (std::size_t i = 0; i < octets.size(); i += octets_a_line)
    out.append(encode_base64(octets.substr(i, octets_a_line))).append("\r\n");
  return out;
}

std::string decode_quoted_printable(std::string_view text, const Notes& notes) {
  std::string out;
  out.reserve(text.size());
  std::size_t solid = 0;  // length of `out` without the white space at its end
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '=') {
      if (i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
        out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
        solid = out.size();
        i += 2;
        continue;
      }
      // RFC 2045 §6.7 (5): soft line break, with the white space that transport may have added.
      std::size_t end = i + 1;
      while (end < text.size() && is_blank(text[end])) ++end;
      if (end < text.size() && text[end] == '\r') ++end;
      if (end >= text.size() || text[end] == '\n') {
        i = end;
        solid = out.size();
        continue;
      }
      notes.add(Defect::bad_quoted_printable, i);
    } else if (c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) {
      // RFC 2045 §6.7 (3): white space at the end of a line was added on the way.
      out.resize(solid);
    }
    out += c;
    if (!is_blank(c)) solid = out.size();
  }
  out.resize(solid);
  return out;
}

std::string encode_quoted_printable(std::string_view text) {
  std::string out;
  std::size_t line = 0;  // length of the line so far
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool line_end = text.substr(i, 2) == "\r\n";
    if (line_end) {
      out += "\r\n";
      ++i;
      line = 0;
      continue;
    }
    const bool last = i + 1 == text.size() || text.substr(i + 1, 2) == "\r\n";
    // RFC 2045 §6.7 (2), (3); a dot or "From " alone on the way is a danger as well.
    const bool literal =
        (c > ' ' && c <= '~' && c != '=' && !(c == '.' && line == 0)) || (is_blank(c) && !last);
    const std::size_t width = literal ? 1 : 3;
    if (line + width > longest_line - (last ? 0 : 1)) {
      out += "=\r\n";
      line = 0;
    }
    if (literal)
      out += c;
    else
      append_hex(out, c);
    line += width;
  }
  return out;
}

std::string decode_uuencode(std::string_view text, const Notes& notes) {
  std::string out;
  bool begun = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at, feed = text.find('\n', at);
    at = feed == std::string_view::npos ? text.size() : feed + 1;
    const std::string_view line = trim(text.substr(begin, at - begin));
    if (!begun) {
      begun = line.starts_with("begin ");
      continue;
    }
    if (line == "end") return out;
    if (line.empty() || line == "`") continue;
    const auto six = [&](std::size_t i) {
      return i < line.size() ? static_cast<unsigned>(line[i] - ' ') & 63 : 0u;
    };
    const std::size_t length = six(0);
    const bool valid =
        std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '`'; }) && length <= 45;
    if (!valid) {
      notes.add(Defect::bad_uuencode, begin);
      continue;
    }
    for (std::size_t i = 0; i < length; ++i) {
      // Each four characters are three octets; blanks at the end of a line may be gone.
      const std::size_t group = 1 + i / 3 * 4, shift = 16 - i % 3 * 8;
      const unsigned bits =
          six(group) << 18 | six(group + 1) << 12 | six(group + 2) << 6 | six(group + 3);
      out += static_cast<char>(bits >> shift & 0xFF);
    }
  }
  notes.add(Defect::bad_uuencode, text.size());
  return out;
}

}  // namespace mailrig
