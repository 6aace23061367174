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

Response json_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace mailrig::api
