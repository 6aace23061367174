// A small blocking HTTP client for the command line. Needs no Asio header.
#pragma once

#include <chrono>
#include <string>

#include "mail/result.hpp"

namespace mailrig::net {

struct Url {
  std::string host;  // without brackets
  std::string port = "80";
  std::string path;  // what stands before each target; without the final slash

  // "http://host[:port][/path]"; the error says what is wrong.
  static Result<Url> parse(const std::string& text);
};

struct ClientResponse {
  int status = 0;
  std::string content_type, body;
};

struct ClientRequest {
  std::string method;  // "GET", "POST"
  std::string target;  // path and query, encoded
  std::string content_type = {}, body = {};
};

// Asks on a connection of its own. `timeout` bounds connecting, and then the answer. The error says
// why there is no answer: nobody listens, no such host, too late, not HTTP.
Result<ClientResponse> http_ask(const Url& url, const ClientRequest& asked,
                                std::chrono::milliseconds timeout);

}  // namespace mailrig::net
