// The two answers that take their time: a long poll and a stream of server-sent events, both on
// the store's subscription.
#pragma once

#include <memory>
#include <optional>

#include "api/answer.hpp"
#include "net/wire.hpp"

namespace mailrig::net {

// The response, at the latest when `wait.limit` has passed; nothing if the client went.
Task<std::optional<api::Response>> await_answer(Wire& wire, Store& store, const api::Wait& wait);

// Until the client goes, is too slow, or the server stops.
Task<void> follow_events(Wire& wire, Store& store, const api::Follow& follow, bool chunked);

}  // namespace mailrig::net
