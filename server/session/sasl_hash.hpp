// The hashes of SASL, by libcrypto.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mailrig::sasl {

enum class Hash : std::uint8_t { md5, sha_1, sha_256 };

std::string hash(Hash which, std::string_view octets);
std::string hmac(Hash which, std::string_view key, std::string_view octets);  // RFC 2104
// RFC 5802 §2.2: Hi(), which is PBKDF2 with one block.
std::string stretch(Hash which, std::string_view password, std::string_view salt,
                    unsigned iterations);
// In a time that does not depend on where they differ.
bool same(std::string_view one, std::string_view other);
std::string random_octets(std::size_t count);

}  // namespace mailrig::sasl
