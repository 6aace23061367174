// What a handler is given. Lives only while it runs: what a Wait or Follow needs later is copied.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/problem.hpp"
#include "api/request.hpp"
#include "api/route.hpp"
#include "api/service.hpp"
#include "api/url.hpp"

namespace mailrig::api {

// One of the waiters or streams that may be open at once; given back when the last copy goes.
using Slot = std::shared_ptr<void>;

struct Context {
  Service& service;
  const Request& request;
  const Route& route;
  const Parameters& query;
  std::vector<std::string> captured;  // what `{…}` of the path took

  Store& store() const { return service.store_; }
  const Outlines& outlines() const { return service.outlines_; }
  Engine& engine() const { return service.engine_; }
  WallTime started() const { return service.started_; }
  const ServiceOptions& options() const { return service.options_; }
  const std::string& id() const { return captured.front(); }
  bool ready() const { return service.ready_ && !service.stopping_; }
  // As bound; empty before the server is ready.
  std::vector<ListenerInfo> listeners() const;
  // Null if as many are open as may be.
  Slot take_waiter() const;
  Slot take_stream() const;
  Slot take_search() const;
  PortLeases* leases() const { return service.leases_; }  // null: there are none
  // The ports that an inbox leases, in the order asked for.
  std::vector<LeasedPort> ports_of(const std::string& inbox) const;
  void set_ports(const std::string& inbox, std::vector<LeasedPort> ports) const;
  const std::function<std::optional<std::string>()>& reload() const { return service.reload_; }
  std::size_t waiters() const { return service.waiters_; }
  std::size_t streams() const { return service.streams_; }
  // Tells whoever follows that rules were added, replaced or removed.
  void rules_changed() const {
    ++service.rule_changes_;
    store().nudge();
  }
  const std::atomic<std::uint64_t>& rule_changes() const { return service.rule_changes_; }
  // For a Wait to ask later whether the server is going down.
  const std::atomic<bool>& stopping() const { return service.stopping_; }
};

// JSON as it is sent.
Response json_response(std::string body, int status = 200);

}  // namespace mailrig::api
