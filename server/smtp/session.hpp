// SMTP as a state machine (RFC 5321): one per connection, no I/O, no faults of its own.
#pragma once

#include <memory>

#include "session/behavior.hpp"
#include "session/session.hpp"
#include "smtp/options.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {

// `options`, `store` and `behavior` outlive the session; `record` is the connection's own.
std::unique_ptr<Session> make_session(const Options& options, Store& store, Behavior& behavior,
                                      std::shared_ptr<SessionRecord> record);

}  // namespace mailrig::smtp
