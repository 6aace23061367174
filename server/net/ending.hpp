// How a connection came to an end that nobody carried out.
#pragma once

#include "net/wire.hpp"
#include "session/session.hpp"

namespace mailrig::net {

// After an alert TLS is over, though the client's end of the connection is still there.
inline bool ended_by_tls(const Wire& wire) {
  const TlsChannel* const tls = wire.tls();
  return tls && tls->failed() && !tls->ended() && !tls->reset();
}

inline Ending lost(const Wire& wire) {
  if (wire.aborted()) return Ending::aborted;
  if (wire.unread()) return Ending::unread;
  return ended_by_tls(wire) ? Ending::carried_out : Ending::client_reset;
}

}  // namespace mailrig::net
