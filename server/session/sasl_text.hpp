// The texts that SASL is made of: strict base64 (RFC 4648 §4), hexadecimal, and names (RFC 5801).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig::sasl {

// RFC 4954 §4: any octet outside the alphabet, and a pad anywhere but at the end, is an error.
std::optional<std::string> decode_base64(std::string_view text);
std::string encode_hex(std::string_view octets);
// A saslname: "=2C" and "=3D" stand for comma and equals sign; no other use of "=".
std::optional<std::string> decode_name(std::string_view text);
// UTF-8 without NUL (RFC 4616 §2: SAFE).
bool is_safe(std::string_view text);

}  // namespace mailrig::sasl
