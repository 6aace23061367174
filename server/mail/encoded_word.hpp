// Encoded words in header text: RFC 2047.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mail/diagnostic.hpp"

namespace mailrig {

// A raw header value as people read it, in UTF-8: unfolded, encoded words decoded and joined, raw
// 8-bit octets as UTF-8 or else windows-1252. A word of an unknown charset stays as sent.
std::string decode_header_text(std::string_view raw);

// UTF-8 text without line ends as a header value: as it is if it is printable ASCII, else as
// encoded words; folded at spaces before lines grow beyond 76 characters.
std::string encode_header_text(std::string_view text);

// Notes words that are malformed, too long or of an unknown charset.
void check_encoded_words(std::string_view raw, const Notes& notes);

// Length of the encoded word at the front of `text`; 0 if there is none.
std::size_t encoded_word_length(std::string_view text);

}  // namespace mailrig
