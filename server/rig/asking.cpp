#include "rig/asking.hpp"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace mailrig {
namespace {

using Clock = std::chrono::steady_clock;

// A server that stops wakes no waiter in here: they look whether it does this often.
constexpr std::chrono::milliseconds look{200};

struct Bell {
  std::mutex mutex;
  std::condition_variable rung;
  bool news = false;
};

api::Response carried_out(const api::Wait& wait, Store& store) {
  const auto end = Clock::now() + wait.limit;
  const auto bell = std::make_shared<Bell>();
  const auto subscription = store.subscribe(wait.interest, [bell] {
    const std::lock_guard lock(bell->mutex);
    bell->news = true;
    bell->rung.notify_one();
  });
  for (;;) {
    if (auto response = wait.attempt()) return std::move(*response);
    if (Clock::now() >= end) return wait.expired();
    const auto rest = wait.rest ? std::min(look, wait.rest()) : look;
    std::unique_lock lock(bell->mutex);
    bell->rung.wait_until(lock, std::min(end, Clock::now() + rest), [&] { return bell->news; });
    bell->news = false;
  }
}

// On the caller's thread: who asks from inside waits anyway.
api::Response carried_out(const api::Answer& answer, Store& store) {
  if (const auto* wait = std::get_if<api::Wait>(&answer)) return carried_out(*wait, store);
  if (const auto* work = std::get_if<api::Work>(&answer)) return work->perform(api::Stop(false));
  return std::get<api::Response>(answer);
}

}  // namespace

ApiAnswer answer_of(api::Service& service, Store& store, const std::string& method,
                    const std::string& target, const std::string& body) {
  api::Request request;
  request.method = method;
  request.target = target;
  request.headers = {{"Host", "localhost"}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = body;
  request.client_ip = "127.0.0.1";
  const api::Answer answer = service.handle(request);
  if (std::holds_alternative<api::Follow>(answer))
    throw std::invalid_argument(target + " is a stream: follow it over HTTP");
  const api::Response response = carried_out(answer, store);
  return {response.status, response.content_type, std::string(response.octets())};
}

}  // namespace mailrig
