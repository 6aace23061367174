// A client that says given octets, and the driver's part, for fuzzing sessions without a socket.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include "smtp/session.hpp"
#include "store/store.hpp"

namespace mailrig::fuzz {

// No rule stands anywhere.
struct NoRules final : Behavior {
  Verdict decide(const Moment&) override { return {}; }
  Alarm alarm(const Moment&) const override { return {}; }
  bool holds(std::string_view) const override { return true; }
};

// Sends `octets` in pieces of `chunk`, until the server closes or all are said; handshakes succeed.
// Aborts where the session breaks its promises.
inline void converse(const smtp::Options& options, std::string_view octets, std::size_t chunk) {
  StoreLimits limits;
  limits.kept_octets = limits.in_flight_octets = 1 << 20;
  limits.transcript_octets = 1 << 16;
  Store store(limits, [] { return WallTime{}; });
  NoRules rules;
  Facts facts;
  facts.ip = "127.0.0.1";
  Time now{};
  const auto session =
      smtp::make_session(options, store, rules, store.open_session(std::move(facts), now));
  bool silent = false;  // nobody spoke before the greeting
  for (;;) {
    now += std::chrono::milliseconds(1);
    const Action action = session->next(now);
    if (const auto* read = std::get_if<Read>(&action)) {
      if (!std::exchange(silent, true) && read->timeout <= Milliseconds(10)) {
        session->interrupted(Interruption::idle, now);
        continue;
      }
      const std::span<char> room = session->prepare();
      if (room.empty()) std::abort();
      if (octets.empty()) break;
      const std::size_t n = std::min({room.size(), octets.size(), std::max<std::size_t>(chunk, 1)});
      std::copy_n(octets.data(), n, room.data());
      octets.remove_prefix(n);
      session->commit(n, now);
    } else if (std::holds_alternative<Write>(action)) {
      session->wrote(false, now);
    } else if (std::holds_alternative<StartTls>(action)) {
      session->tls_started({"TLSv1.3", "", "", ""}, now);
    } else {
      session->closed(Ending::carried_out, 0, now);
      if (store.counts().open_sessions != 0 || store.counts().in_flight_octets != 0) std::abort();
      return;
    }
  }
  session->closed(Ending::client_fin, 0, now);
  if (store.counts().open_sessions != 0 || store.counts().in_flight_octets != 0) std::abort();
}

}  // namespace mailrig::fuzz
