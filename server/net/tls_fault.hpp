// What a server may do to a client in place of a handshake.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mailrig::net {

enum class TlsFault : std::uint8_t { hang, rst, fin, garbage, plaintext, alert };

// A word of TlsPlan::fail; nothing if there is no such fault.
std::optional<TlsFault> parse_tls_fault(std::string_view word);

// What is sent in answer to the ClientHello, before FIN; nothing for hang, rst and fin.
std::string_view octets_of(TlsFault fault);

}  // namespace mailrig::net
