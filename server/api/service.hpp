// The HTTP API as a function: request in, answer out. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/answer.hpp"
#include "api/outlines.hpp"
#include "api/port_leases.hpp"
#include "api/request.hpp"
#include "api/test_mail.hpp"
#include "scenario/engine.hpp"
#include "smtp/profile.hpp"
#include "store/store.hpp"

namespace mailrig::api {

// A listener as it stands in /v1/info and in the port file.
struct ListenerInfo {
  std::string name, protocol, address;
  std::uint16_t port = 0;
  std::string tls = "none";
  smtp::Profile profile;  // of what it receives
};

struct ServiceOptions {
  std::vector<std::string> allowed_hosts;    // beyond the built-in ones: name, `*.suffix`, `*`
  std::vector<std::string> allowed_origins;  // scheme://host[:port]
  std::string own_name;                      // of the machine, allowed as Host too; empty: none
  bool in_kubernetes = false;  // then names of two labels (service.namespace) are allowed as Host
  std::string ca_pem;          // of GET /v1/ca.pem
  std::size_t max_waiters = 1'000;
  std::size_t max_streams = 64;
  SendTestMail send_test_mail;    // none: POST /v1/test-mail cannot
  std::size_t max_searches = 64;  // that take long, at once
  // Limits of other parts, to be shown in /v1/info beside the store's: {"messageOctets", 52428800}.
  std::vector<std::pair<std::string, std::uint64_t>> more_limits;
};

class Service {
 public:
  Service(Store& store, Engine& engine, ServiceOptions options);

  // What a Wait or Follow holds must not outlive the service.
  Answer handle(const Request& request);

  // Before the first request. Without leases inboxes have no ports of their own; without `reload`
  // there are no files to read again. `reload` says what is wrong with them, or nothing.
  void lease_from(PortLeases& leases);
  void reload_by(std::function<std::optional<std::string>()> reload) {
    reload_ = std::move(reload);
  }

  // Set once every listener is bound; readyz answers 503 before.
  void ready(std::vector<ListenerInfo> listeners);
  // From now on readyz answers 503, and so does whoever waits.
  void stopping();
  static Response shutting_down();  // the 503 for waiters

 private:
  friend struct Context;
  Store& store_;
  const WallTime started_;
  Engine& engine_;
  ServiceOptions options_;
  PortLeases* leases_ = nullptr;
  std::function<std::optional<std::string>()> reload_;
  std::mutex ports_mutex_;
  std::map<std::string, std::vector<LeasedPort>> ports_;  // by inbox
  std::vector<ListenerInfo> listeners_;
  Outlines outlines_;
  std::atomic<bool> ready_{false}, stopping_{false};
  std::atomic<std::size_t> waiters_{0}, streams_{0}, searches_{0};
  std::atomic<std::uint64_t> rule_changes_{0};
};

}  // namespace mailrig::api
