#include "net/http_wait.hpp"

#include <atomic>
#include <boost/asio/post.hpp>

#include "api/service.hpp"
#include "net/http_text.hpp"

namespace mailrig::net {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds batch{100};  // at most ten a second
constexpr std::chrono::seconds heartbeat{15};

// Rung by the store from any thread; wakes the wire on its own. Once rung it is silent until it is
// armed again, so that a thousand changes cost one wake.
struct Bell {
  explicit Bell(std::shared_ptr<Wire> whom) : wire(std::move(whom)) {}

  std::shared_ptr<Wire> wire;
  std::atomic<bool> rung{false};
};

Store::Wake ring(std::shared_ptr<Bell> bell) {
  return [bell = std::move(bell)] {
    if (bell->rung.exchange(true)) return;
    asio::post(bell->wire->thread().context, [wire = bell->wire] { wire->wake(); });
  };
}

}  // namespace

Task<std::optional<api::Response>> await_answer(Wire& wire, Store& store, const api::Wait& wait) {
  const Time end = Clock::now() + wait.limit;
  const auto bell = std::make_shared<Bell>(wire.shared_from_this());
  const auto subscription = store.subscribe(wait.interest, ring(bell));
  for (;;) {
    bell->rung.store(false);
    std::optional<api::Response> response = wait.attempt();
    if (response) co_return response;
    if (wire.stopping()) co_return api::Service::shutting_down();
    if (Clock::now() >= end) co_return wait.expired();
    Time until = end;
    if (wait.rest) until = std::min(end, Clock::now() + wait.rest());
    const Wire::Rest rest = co_await wire.pause(until, Wire::Watch::end);
    if (rest == Wire::Rest::gone) co_return std::nullopt;
  }
}

Task<void> follow_events(Wire& wire, Store& store, const api::Follow& follow, bool chunked) {
  const auto bell = std::make_shared<Bell>(wire.shared_from_this());
  const auto subscription = store.subscribe(Store::Interest{}, ring(bell));
  const std::string head = stream_head(follow, chunked);
  const std::size_t unsent_head = co_await wire.send_all(head);
  if (unsent_head) co_return;
  Time beat = Clock::now() + heartbeat;
  for (;;) {
    if (wire.stopping()) break;
    bell->rung.store(false);
    std::string octets = follow.more(Clock::now() >= beat);
    Time until = beat;
    if (!octets.empty()) {
      if (chunked) octets = chunk(octets);
      // A client that takes nothing for the wire's patience is cut: nothing piles up for it here.
      const std::size_t unsent = co_await wire.send_all(octets);
      if (unsent) co_return;
      beat = Clock::now() + heartbeat;
      until = Clock::now() + batch;
      bell->rung.store(true);
    } else if (Clock::now() >= beat) {
      beat = until = Clock::now() + heartbeat;
    }
    const Wire::Rest rest = co_await wire.pause(until, Wire::Watch::end);
    if (rest == Wire::Rest::gone) co_return;
  }
  if (chunked) {
    const std::string_view last = "0\r\n\r\n";
    const std::size_t unsent = co_await wire.send_all(last);
    (void)unsent;
  }
}

}  // namespace mailrig::net
