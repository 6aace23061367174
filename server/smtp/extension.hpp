// The service extensions that a listener may offer (RFC 5321 §2.2), each of which can be switched.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::smtp {

// In the order of the EHLO reply. STARTTLS and AUTH are not among them: they follow the listener's
// TLS mode and AUTH policy.
enum class Extension : std::uint8_t {
  pipelining,      // RFC 2920
  size,            // RFC 1870
  eight_bit_mime,  // RFC 6152
  enhanced_codes,  // RFC 2034
  smtputf8,        // RFC 6531
  chunking,        // RFC 3030
  binary_mime,     // RFC 3030 §3; needs chunking
  dsn,             // RFC 3461
  deliver_by,      // RFC 2852
  future_release,  // RFC 4865
  mt_priority,     // RFC 6710
  require_tls,     // RFC 8689; said only inside TLS
  limits,          // RFC 9422; said only inside TLS
  etrn,            // RFC 1985
  expn,            // RFC 5321 §3.5
  xclient,         // Postfix; for trusted clients only
  xforward,        // Postfix; for trusted clients only
  help,            // RFC 5321 §4.1.1.8
};
inline constexpr std::size_t kExtensions = 18;

std::string_view keyword_of(Extension extension);                    // "8BITMIME"
std::optional<Extension> parse_extension(std::string_view keyword);  // in any case
std::vector<std::string> extension_keywords();

class Extensions {
 public:
  // All are on.
  constexpr Extensions() = default;
  bool has(Extension one) const { return (bits_ >> static_cast<unsigned>(one) & 1) != 0; }
  void set(Extension one, bool on) {
    const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(one);
    bits_ = on ? bits_ | bit : bits_ & ~bit;
  }

 private:
  std::uint32_t bits_ = (std::uint32_t{1} << kExtensions) - 1;
};

}  // namespace mailrig::smtp
