// What a handler answers: a response at once, or one of three that net/http carries out over time.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "store/store.hpp"

namespace mailrig::api {

// To HEAD the driver sends everything but the octets; Content-Length is theirs all the same.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  // Instead of `body`: octets sent without a copy, kept alive by `content`.
  std::shared_ptr<const Content> content;
  std::vector<std::pair<std::string, std::string>> headers;  // beyond type and length

  std::string_view octets() const { return content ? content->octets() : std::string_view(body); }
};

// True once nobody wants the answer any more.
using Stop = std::atomic<bool>;

// What takes long: a search through everything, a page of large mails. Done by a worker thread, so
// that mail and other requests do not wait for it.
struct Work {
  std::function<Response(const Stop& stop)> perform;
};

// A long poll. Subscribe first, then attempt(): nothing that happens in between is missed.
struct Wait {
  Store::Interest interest;
  std::chrono::milliseconds limit;
  std::function<std::optional<Response>()> attempt;  // the answer, if it is time for one
  std::function<Response()> expired;                 // when `limit` has passed
  // How long until attempt() may succeed though nothing changed, asked after each failure; at
  // least 1 ms. Empty: only a change can make it.
  std::function<std::chrono::milliseconds()> rest = {};
  // Whether those two are work for another thread by now; empty: never.
  std::function<bool()> heavy = {};
  // Ends them early; null if they are never heavy.
  std::shared_ptr<Stop> stop = {};
};

// Server-sent events, for as long as the client stays. The driver calls more() when woken and at
// least every 15 s, at most 10 times a second.
struct Follow {
  // The next octets of the stream; empty if there is nothing new. Answers a bounded portion: call
  // again until it is empty. `heartbeat`: answer a comment line rather than nothing.
  std::function<std::string(bool heartbeat)> more;
  // Whether the next portion is work for another thread; never called while more() runs.
  std::function<bool()> heavy;
  std::vector<std::pair<std::string, std::string>> headers = {};  // beyond text/event-stream
};

using Answer = std::variant<Response, Work, Wait, Follow>;

}  // namespace mailrig::api
