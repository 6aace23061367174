#include "net/http_wait.hpp"

#include <atomic>

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
    bell->wire->thread().post([wire = bell->wire] { wire->wake(); });
  };
}

// What a worker does for a connection, which it never touches itself: it only has it woken.
struct Job {
  std::shared_ptr<Wire> wire;
  std::function<std::optional<api::Response>()> perform;
  std::shared_ptr<api::Stop> stop;
  std::optional<api::Response> response;
  std::exception_ptr error;
  std::atomic<bool> done{false};
};

// The job, and with it the wire, is let go on the wire's own thread.
void run(std::shared_ptr<Job> job) {
  try {
    job->response = job->perform();
  } catch (...) {
    job->error = std::current_exception();
  }
  IoThread& thread = job->wire->thread();
  thread.post([job = std::move(job)] {
    job->done.store(true);
    job->wire->wake();
  });
}

// Whether the worker is done; if not, nobody wants it any more and the work is told so.
Task<bool> finished(Wire& wire, std::shared_ptr<Job> job) {
  while (!job->done.load() && !wire.stopping()) {
    const Time later = Clock::now() + heartbeat;
    const Wire::Rest rest = co_await wire.pause(later, Wire::Watch::end);
    if (rest == Wire::Rest::gone) break;
  }
  const bool done = job->done.load();
  if (!done) job->stop->store(true);
  co_return done;
}

// `perform` must own what it needs: it may still run when the client has gone.
std::shared_ptr<Job> begin(Wire& wire, WorkerPool& workers,
                           std::function<std::optional<api::Response>()> perform,
                           std::shared_ptr<api::Stop> stop) {
  auto job = std::make_shared<Job>();
  job->wire = wire.shared_from_this();
  job->perform = std::move(perform);
  job->stop = std::move(stop);
  workers.post(job->stop, [job]() mutable { run(std::move(job)); });
  return job;
}

// What a finished job answers.
std::optional<api::Response> result(Wire& wire, Job& job) {
  if (!job.error) return std::move(job.response);
  wire.thread().pool.report(job.error);
  return internal_error();
}

// Instead of an answer that nobody waited for.
std::optional<api::Response> none(const Wire& wire) {
  if (wire.stopping()) return api::Service::shutting_down();
  return std::nullopt;
}

}  // namespace

Task<std::optional<api::Response>> await_work(Wire& wire, WorkerPool& workers,
                                              const api::Work& work) {
  const auto stop = std::make_shared<api::Stop>(false);
  const auto job = begin(
      wire, workers, [perform = work.perform, stop] { return std::optional(perform(*stop)); },
      stop);
  const bool whole = co_await finished(wire, job);
  co_return whole ? result(wire, *job) : none(wire);
}

Task<std::optional<api::Response>> await_answer(Wire& wire, WorkerPool& workers, Store& store,
                                                const api::Wait& wait) {
  const Time end = Clock::now() + wait.limit;
  const auto bell = std::make_shared<Bell>(wire.shared_from_this());
  const auto subscription = store.subscribe(wait.interest, ring(bell));
  for (;;) {
    bell->rung.store(false);
    const Time began = Clock::now();
    const bool last = began >= end;
    const bool heavy = wait.heavy && (last || wait.heavy());
    std::optional<api::Response> response;
    if (heavy) {
      const auto attempt = [attempt = wait.attempt, expired = wait.expired, last] {
        auto found = attempt();
        return found || !last ? found : std::optional(expired());
      };
      const auto job = begin(wire, workers, attempt, wait.stop);
      const bool whole = co_await finished(wire, job);
      if (!whole) co_return none(wire);
      response = result(wire, *job);
    } else {
      response = wait.attempt();
      if (!response && last) response = wait.expired();
    }
    if (response) co_return response;
    if (wire.stopping()) co_return api::Service::shutting_down();
    // As long as a heavy look took nothing rings, so that mail that keeps coming is looked at in
    // batches.
    Time next = heavy ? std::min(end, Clock::now() + (Clock::now() - began)) : end;
    if (wait.rest) next = std::min(next, Clock::now() + wait.rest());
    const Wire::Rest rest = co_await wire.pause(next, Wire::Watch::end);
    if (rest == Wire::Rest::gone) co_return std::nullopt;
  }
}

Task<void> follow_events(Wire& wire, WorkerPool& workers, Store& store, const api::Follow& follow,
                         bool chunked) {
  const auto bell = std::make_shared<Bell>(wire.shared_from_this());
  const auto subscription = store.subscribe(Store::Interest{}, ring(bell));
  const std::string head = stream_head(follow, chunked);
  const std::size_t unsent_head = co_await wire.send_all(head);
  if (unsent_head) co_return;
  Time beat = Clock::now() + heartbeat;
  for (;;) {
    if (wire.stopping()) break;
    bell->rung.store(false);
    const bool due = Clock::now() >= beat;
    std::string octets;
    if (follow.heavy()) {
      const auto stop = std::make_shared<api::Stop>(false);
      const auto portion = [more = follow.more, due] {
        api::Response response;
        response.body = more(due);
        return std::optional(std::move(response));
      };
      const auto job = begin(wire, workers, portion, stop);
      const bool whole = co_await finished(wire, job);
      if (!whole) break;
      const bool failed = job->error != nullptr;
      const auto response = result(wire, *job);
      if (failed) break;
      octets = response->body;
    } else {
      octets = follow.more(due);
    }
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
