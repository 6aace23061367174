// HTTP/1.1 (RFC 9112) on one connection: reads requests with Beast, asks the service, writes what
// it answers, and carries out long polls and event streams.
#pragma once

#include <atomic>
#include <memory>

#include "api/service.hpp"
#include "net/server.hpp"
#include "net/wire.hpp"
#include "net/worker_pool.hpp"

namespace mailrig::net {

using HttpCount = std::atomic<std::size_t>;

// What every connection of one listener shares; outlives them.
struct HttpPlace {
  api::Service& service;
  Store& store;
  HttpLimits limits;
  HttpCount& open;
  WorkerPool& workers;
};

// Takes over the connection until it is over. On the wire's thread.
void answer_http(std::shared_ptr<Wire> wire, const HttpPlace& place);

}  // namespace mailrig::net
