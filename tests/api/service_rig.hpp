// A store, an engine and the API over them, without sockets and without a wall clock.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/service.hpp"

namespace mailrig::api {

using Json = nlohmann::json;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct ServiceRig {
  explicit ServiceRig(StoreLimits limits = {}, ServiceOptions options = {});

  // --- the wire's side ---
  std::shared_ptr<SessionRecord> connect(const std::string& ip = "127.0.0.1");
  void close(const std::shared_ptr<SessionRecord>& session);
  // One whole transaction in a session of its own; its message's id ("" if `outcome` is no 2xx).
  std::string deliver(const std::string& from, const std::vector<std::string>& to,
                      const std::string& content, const std::string& reply = "250 2.0.0 Ok");
  // The same, in `session`.
  Store::Finished send(SessionRecord& session, const std::string& from,
                       const std::vector<std::string>& to, const std::string& content,
                       const std::string& reply = "250 2.0.0 Ok");

  // --- the API's side ---
  Answer ask(const std::string& method, const std::string& target, Headers headers = {},
             const std::string& body = "");
  // An answer at once.
  Response now(const std::string& method, const std::string& target, Headers headers = {},
               const std::string& body = "");
  Response get(const std::string& target, Headers headers = {}) {
    return now("GET", target, std::move(headers));
  }
  Response send_json(const std::string& method, const std::string& target,
                     const std::string& body) {
    return now(method, target, {{"Content-Type", "application/json"}}, body);
  }
  // The JSON of a GET that answers 200.
  Json json(const std::string& target);

  WallTime wall{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} +
                std::chrono::microseconds{50'531'482'193}};  // 14:02:11.482193
  Time steady{std::chrono::seconds{1'000}};
  Store store;
  Engine engine;
  Service service;
};

// The problem of a response, checked for what every problem has.
Json problem(const Response& response);
// The value of a header; empty if it is not there.
std::string header(const Response& response, const std::string& name);

}  // namespace mailrig::api
