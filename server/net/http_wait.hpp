// The answers that take their time: work for another thread, and on the store's subscription a long
// poll and a stream of server-sent events.
#pragma once

#include <memory>
#include <optional>

#include "api/answer.hpp"
#include "net/wire.hpp"
#include "net/worker_pool.hpp"

namespace mailrig::net {

// The response once a worker has it; nothing if the client went, which stops the work.
Task<std::optional<api::Response>> await_work(Wire& wire, WorkerPool& workers,
                                              const api::Work& work);

// The response, at the latest when `wait.limit` has passed; nothing if the client went.
Task<std::optional<api::Response>> await_answer(Wire& wire, WorkerPool& workers, Store& store,
                                                const api::Wait& wait);

// Until the client goes, is too slow, or the server stops.
Task<void> follow_events(Wire& wire, WorkerPool& workers, Store& store, const api::Follow& follow,
                         bool chunked);

}  // namespace mailrig::net
