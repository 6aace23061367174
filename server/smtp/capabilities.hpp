// The EHLO reply (RFC 5321 §4.1.1.1) and the edits that rules make to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "session/behavior.hpp"
#include "session/reply.hpp"
#include "smtp/options.hpp"

namespace mailrig::smtp {

// What, beside the listener's options, decides about what is offered.
struct Offer {
  bool secure = false;   // inside TLS
  bool trusted = false;  // the client is in Options::trusted
  WallTime now{};
};

// Whether the listener's policy knows a mechanism; and whether, inside TLS or not, it announces it.
// Without users a mutual mechanism is not announced unless it is asked for by name: it would fail
// for a client that checks the server's proof.
bool knows_mechanism(const Options& options, sasl::Mechanism mechanism);
bool announces_mechanism(const Options& options, sasl::Mechanism mechanism, bool secure);

// What is offered, in an order that never changes.
Reply ehlo_reply(const Options& options, const Offer& offer);

// Takes out each line whose keyword an edit removes; an added line replaces the one with its
// keyword, or comes last. A planned reply that is a refusal is left alone.
Reply edit_ehlo(const Reply& planned, const std::vector<CapabilityEdit>& edits);

}  // namespace mailrig::smtp
