#include "net/leases.hpp"

#include <algorithm>

namespace mailrig::net {

using Fault = api::LeaseError::Kind;

Leases::Leases(Server& server, std::vector<std::string> addresses, PortRange range,
               std::vector<Leases::Kind> kinds, Identities* identities)
    : server_(server),
      addresses_(std::move(addresses)),
      range_(range),
      kinds_(std::move(kinds)),
      identities_(identities) {}

std::vector<std::string> Leases::kinds() const {
  std::vector<std::string> names;
  for (const auto& one : kinds_) names.push_back(one.listener);
  return names;
}

const Leases::Kind* Leases::find(const std::string& listener) const {
  for (const auto& one : kinds_)
    if (one.listener == listener) return &one;
  return nullptr;
}

// The first port of the range that can be had: one in use, by us or by anyone else, is passed over.
Result<std::vector<BoundSocket>> Leases::bind(const std::string& listener) {
  for (unsigned port = range_.first; port <= range_.last; ++port) {
    auto bound = bind_all(addresses_, static_cast<std::uint16_t>(port), listener, "--lease-ports");
    if (bound || port == range_.last) return bound;
  }
  return Error{"--lease-ports is an empty range"};
}

api::Lease Leases::lease(const std::string& inbox, const std::vector<std::string>& listeners,
                         std::chrono::milliseconds time, std::function<void()> ended) {
  const std::lock_guard lock(mutex_);
  if (stopping_)
    return api::LeaseError{Fault::stopping, "the server is stopping", "ask the next one"};
  if (held_.contains(inbox))
    return api::LeaseError{Fault::taken, "inbox " + inbox + " holds leased ports already",
                           "end that lease first: DELETE /v1/inboxes/" + inbox};
  std::vector<api::LeasedPort> ports;
  std::vector<std::vector<BoundSocket>> sockets;
  for (const std::string& listener : listeners) {
    if (!find(listener)) {
      std::string all;
      for (const auto& one : kinds_) all += (all.empty() ? "" : ", ") + one.listener;
      return api::LeaseError{Fault::unknown_listener,
                             "no listener \"" + listener + "\" whose kind can be leased",
                             all.empty() ? "this server leases no ports" : "one of: " + all};
    }
    auto bound = bind(listener);
    if (!bound)
      return api::LeaseError{
          Fault::none_left, "no port is left to lease: " + bound.error().what,
          "end a lease, or start the server with more: --lease-ports FIRST-LAST"};
    ports.push_back({listener, bound->front().port});
    sockets.push_back(std::move(*bound));
  }
  Held& held = held_[inbox];
  held.generation = ++last_generation_;
  for (std::size_t i = 0; i < listeners.size(); ++i)
    held.numbers.push_back(server_.serve_sessions({listeners[i], inbox}, std::move(sockets[i]),
                                                  find(listeners[i])->factory(inbox), identities_));
  if (time.count() > 0)
    server_.after(time, [this, inbox, generation = held.generation, told = std::move(ended)] {
      expire(inbox, generation, told);
    });
  return ports;
}

void Leases::expire(const std::string& inbox, std::uint64_t generation,
                    const std::function<void()>& ended) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(inbox);
    if (found == held_.end() || found->second.generation != generation) return;
    for (const std::uint64_t number : found->second.numbers) server_.close(number);
    held_.erase(found);
  }
  if (ended) ended();
}

void Leases::release(const std::string& inbox) {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(inbox);
  if (found == held_.end()) return;
  for (const std::uint64_t number : found->second.numbers) server_.close(number);
  held_.erase(found);
}

void Leases::stopping() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
}

}  // namespace mailrig::net
