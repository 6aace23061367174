#include "rig/target.hpp"

namespace mailrig {
namespace {

// RFC 3986 §2.3: unreserved characters stand for themselves.
std::string encoded(const std::string& text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const bool unreserved = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
                            (octet >= '0' && octet <= '9') || c == '-' || c == '.' || c == '_' ||
                            c == '~';
    if (unreserved)
      out += c;
    else
      (out += '%') += {hex[octet >> 4], hex[octet & 15]};
  }
  return out;
}

}  // namespace

std::string target(const std::string& path, const Parameters& parameters) {
  std::string text = path;
  char mark = '?';
  for (const auto& [name, value] : parameters) {
    text += mark + encoded(name) + "=" + encoded(value);
    mark = '&';
  }
  return text;
}

}  // namespace mailrig
