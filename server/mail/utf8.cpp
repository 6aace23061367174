// UTF-8 octet by octet: RFC 3629.
#include "mail/utf8.hpp"

#include <algorithm>
#include <utility>

namespace mailrig {
namespace {

// How many octets the lead octet announces (0: not a lead octet), and the range of the second one.
struct Lead {
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;
};

Lead lead_of(unsigned char c) {
  if (c < 0x80) return {1};
  if (c < 0xC2 || c > 0xF4) return {};
  if (c < 0xE0) return {2};
  if (c == 0xE0) return {3, 0xA0, 0xBF};
  if (c == 0xED) return {3, 0x80, 0x9F};
  if (c < 0xF0) return {3};
  if (c == 0xF0) return {4, 0x90, 0xBF};
  if (c == 0xF4) return {4, 0x80, 0x8F};
  return {4};
}

// How many octets at the front are a prefix of a well-formed character, and whether it is whole.
std::pair<std::size_t, bool> scan(std::string_view text) {
  if (text.empty()) return {0, false};
  const Lead lead = lead_of(static_cast<unsigned char>(text[0]));
  std::size_t n = 1;
  for (; n < std::min(lead.length, text.size()); ++n) {
    const auto c = static_cast<unsigned char>(text[n]);
    const unsigned char low = n == 1 ? lead.low : 0x80, high = n == 1 ? lead.high : 0xBF;
    if (c < low || c > high) break;
  }
  return {n, n == lead.length};
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  const auto [length, whole] = scan(text);
  return whole ? length : 0;
}

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = utf8_length(text);
    if (n == 0) return false;
    text.remove_prefix(n);
  }
  return true;
}

void append_utf8(std::string& out, char32_t code) {
  if ((code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) code = 0xFFFD;
  const auto put = [&out](char32_t octet) { out += static_cast<char>(octet); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [length, whole] = scan(text);
    if (whole)
      out.append(text.substr(0, length));
    else
      append_utf8(out, 0xFFFD);
    text.remove_prefix(length);
  }
  return out;
}

std::string cut_utf8(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace mailrig
