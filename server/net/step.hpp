// What one step of the driver on a wire came to.
#pragma once

#include <cstddef>
#include <optional>

#include "net/wire.hpp"
#include "session/session.hpp"

namespace mailrig::net {

struct Step {
  std::size_t octets = 0;  // received
  std::size_t unsent = 0;
  std::optional<Ending> ending;
  std::optional<Interruption> interruption;
  bool early_input = false;
};

// After an alert TLS is over, though the client's end of the connection is still there.
inline bool ended_by_tls(const Wire& wire) {
  const TlsChannel* const tls = wire.tls();
  return tls && tls->failed() && !tls->ended() && !tls->reset();
}

// How a connection ended on which nothing can be sent or received any more.
inline Ending lost(const Wire& wire) {
  if (wire.aborted()) return Ending::aborted;
  if (wire.unread()) return Ending::unread;
  return ended_by_tls(wire) ? Ending::carried_out : Ending::client_reset;
}

}  // namespace mailrig::net
