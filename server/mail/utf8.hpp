// UTF-8 octet by octet: RFC 3629, no surrogates, no overlong forms.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mailrig {

// Length (1..4) of the well-formed character at the front of `text`; 0 if there is none.
std::size_t utf8_length(std::string_view text);
bool valid_utf8(std::string_view text);
// `code` as UTF-8; U+FFFD for surrogates and what lies beyond U+10FFFF.
void append_utf8(std::string& out, char32_t code);
// Each malformed octet run replaced by U+FFFD: one for each maximal subpart, as browsers do.
std::string repair_utf8(std::string_view text);
// At most `most` octets of `text`, cut between characters, and "…" behind if that is not all.
std::string cut_utf8(std::string text, std::size_t most);

}  // namespace mailrig
