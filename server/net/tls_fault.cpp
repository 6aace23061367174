#include "net/tls_fault.hpp"

#include <array>

namespace mailrig::net {
namespace {

using namespace std::string_view_literals;

constexpr std::array words{"hang"sv, "rst"sv, "fin"sv, "garbage"sv, "plaintext"sv, "alert"sv};

// No record (RFC 8446 §5.1) and no text: the same octets each time.
constexpr std::string_view garbage =
    "\xd3\x9a\x00\xf1\x5e\x88\xc7\x01\xff\x2b\x90\x6d\xee\x04\xb3\x77"
    "\x8c\xe9\x31\xda\x00\x9f\x42\xfb\xa6\x13\xcd\x85\xf8\x6a\x97\xbe"sv;
// What a server says that takes the ClientHello for a command.
constexpr std::string_view plaintext = "500 5.5.1 Command unrecognized\r\n";
// RFC 8446 §6: alert, TLS 1.2 on the wire, 2 octets: fatal, handshake_failure.
constexpr std::string_view alert = "\x15\x03\x03\x00\x02\x02\x28"sv;

}  // namespace

std::optional<TlsFault> parse_tls_fault(std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<TlsFault>(i);
  return std::nullopt;
}

std::string_view octets_of(TlsFault fault) {
  switch (fault) {
    case TlsFault::garbage:
      return garbage;
    case TlsFault::plaintext:
      return plaintext;
    case TlsFault::alert:
      return alert;
    case TlsFault::hang:
    case TlsFault::rst:
    case TlsFault::fin:
      break;
  }
  return {};
}

}  // namespace mailrig::net
