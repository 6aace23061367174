// Content transfer encodings: RFC 2045 §6.7 (quoted-printable) and §6.8 (base64), and uuencode
// (POSIX). Decoding takes what it can, never fails, and notes what it had to skip.
#pragma once

#include <string>
#include <string_view>

#include "mail/diagnostic.hpp"

namespace mailrig {

// Skips what is not of the alphabet; a pad ends a quantum, and what follows begins the next.
std::string decode_base64(std::string_view text, const Notes& notes = {});
// In one line, or in lines of 76 characters that end in CRLF, the last one too.
std::string encode_base64(std::string_view octets);
std::string encode_base64_lines(std::string_view octets);

// Keeps an = that no two hexadecimal digits follow.
std::string decode_quoted_printable(std::string_view text, const Notes& notes = {});
// Of text with CRLF line ends; lines of at most 76 characters.
std::string encode_quoted_printable(std::string_view text);

// The file between `begin` and `end`; of several the first.
std::string decode_uuencode(std::string_view text, const Notes& notes = {});

}  // namespace mailrig
