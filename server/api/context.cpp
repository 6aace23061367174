#include "api/context.hpp"

namespace mailrig::api {
namespace {

Slot take(std::atomic<std::size_t>& taken, std::size_t most) {
  if (taken.fetch_add(1) >= most) {
    taken.fetch_sub(1);
    return nullptr;
  }
  return {&taken, [](std::atomic<std::size_t>* counter) { counter->fetch_sub(1); }};
}

}  // namespace

std::vector<ListenerInfo> Context::listeners() const {
  return service.ready_ ? service.listeners_ : std::vector<ListenerInfo>();
}

Slot Context::take_waiter() const { return take(service.waiters_, options().max_waiters); }
Slot Context::take_stream() const { return take(service.streams_, options().max_streams); }
Slot Context::take_search() const { return take(service.searches_, options().max_searches); }

std::vector<LeasedPort> Context::ports_of(const std::string& inbox) const {
  const std::lock_guard lock(service.ports_mutex_);
  const auto found = service.ports_.find(inbox);
  return found == service.ports_.end() ? std::vector<LeasedPort>() : found->second;
}

void Context::set_ports(const std::string& inbox, std::vector<LeasedPort> ports) const {
  const std::lock_guard lock(service.ports_mutex_);
  if (ports.empty())
    service.ports_.erase(inbox);
  else
    service.ports_[inbox] = std::move(ports);
}

Response json_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace mailrig::api
