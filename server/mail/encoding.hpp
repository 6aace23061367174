// Content transfer encodings: RFC 2045 §6.7 (quoted-printable) and §6.8 (base64). Decoding takes
// what it can and never fails.
#pragma once

#include <string>
#include <string_view>

namespace mailrig {

// Skips what is not of the alphabet; a pad ends a quantum, and what follows begins the next.
std::string decode_base64(std::string_view text);
// One line, with padding.
std::string encode_base64(std::string_view octets);
// Keeps an = that no two hexadecimal digits follow.
std::string decode_quoted_printable(std::string_view text);

}  // namespace mailrig
