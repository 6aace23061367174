// What a handler answers: a response at once, or one of two that net/http carries out over time.
#pragma once

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

// A long poll. Subscribe first, then try(): nothing that happens in between is missed.
struct Wait {
  Store::Interest interest;
  std::chrono::milliseconds limit;
  std::function<std::optional<Response>()> attempt;  // the answer, if it is time for one
  std::function<Response()> expired;                 // when `limit` has passed
  // How long until attempt() may succeed though nothing changed, asked after each failure; at
  // least 1 ms. Empty: only a change can make it.
  std::function<std::chrono::milliseconds()> rest = {};
};

// Server-sent events, for as long as the client stays. The driver calls more() when woken and at
// least every 15 s, at most 10 times a second.
struct Follow {
  // The next octets of the stream; empty if there is nothing new. Answers a bounded portion: call
  // again until it is empty. `heartbeat`: answer a comment line rather than nothing.
  std::function<std::string(bool heartbeat)> more;
  std::vector<std::pair<std::string, std::string>> headers = {};  // beyond text/event-stream
};

using Answer = std::variant<Response, Wait, Follow>;

}  // namespace mailrig::api
