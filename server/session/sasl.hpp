// SASL mechanisms (RFC 4422) as a server speaks them: responses in, challenges and an outcome out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::sasl {

// In the order in which they are offered.
enum class Mechanism : std::uint8_t {
  plain,          // RFC 4616
  login,          // draft-murchison-sasl-login
  cram_md5,       // RFC 2195
  scram_sha_1,    // RFC 5802
  scram_sha_256,  // RFC 7677
  xoauth2,        // Google's, before RFC 7628
  oauthbearer,    // RFC 7628
};
inline constexpr std::size_t kMechanisms = 7;

std::string_view to_string(Mechanism mechanism);                  // "SCRAM-SHA-256"
std::optional<Mechanism> parse_mechanism(std::string_view name);  // in any case
std::vector<std::string> mechanism_names();

}  // namespace mailrig::sasl
