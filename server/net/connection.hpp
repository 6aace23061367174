// The one driver of every protocol: asks a session what to do, and does it on the wire.
#pragma once

#include <memory>

#include "net/wire.hpp"
#include "session/session.hpp"

namespace mailrig::net {

class Identities;

// Takes over a session and its wire until both are over. On the wire's thread. The session's
// exceptions end it, and are counted and reported by the wire's pool. `identities` may be null if
// the session never asks for TLS, and outlives the connection.
void drive(std::shared_ptr<Wire> wire, std::unique_ptr<Session> session, Identities* identities);

}  // namespace mailrig::net
