// SMTP as a state machine (RFC 5321): one per connection, no I/O, no faults of its own.
#pragma once

#include <memory>
#include <string>

#include "session/behavior.hpp"
#include "session/session.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {

// What a listener accepts. Octets include CRLF where RFC 5321 §4.5.3.1 counts it.
struct Limits {
  std::uint64_t message = 50ull << 20;  // octets of content
  std::size_t command_line = 512;       // §4.5.3.1.4, before the extensions' increments
  std::size_t recipients = 1'000;       // per transaction; beyond is 452 4.5.3
  Milliseconds idle{5 * 60 * 1000};     // §4.5.3.2.7; then 421 4.4.2
};

struct Options {
  std::string hostname = "mailrig.localhost";  // in greeting and EHLO reply
  Limits limits;
};

// `options`, `store` and `behavior` outlive the session; `record` is the connection's own.
std::unique_ptr<Session> make_session(const Options& options, Store& store, Behavior& behavior,
                                      std::shared_ptr<SessionRecord> record);

}  // namespace mailrig::smtp
