// xtext (RFC 3461 §4): text that fits into the value of a parameter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::smtp {

// "+" and two upper-case hexadecimal digits stand for an octet; nothing if a "+" is not followed by
// them, or a character is none of xtext.
std::optional<std::string> decode_xtext(std::string_view text);

}  // namespace mailrig::smtp
