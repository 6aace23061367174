// A mailrig that runs elsewhere, asked over its HTTP API.
#pragma once

#include <chrono>
#include <string>

#include "mail/result.hpp"
#include "rig/target.hpp"

namespace mailrig {

namespace net {
struct ClientRequest;
}

class Remote {
 public:
  // `url` as given, or empty: then MAILRIG_URL, or http://127.0.0.1:8025.
  explicit Remote(const std::string& url);

  struct Answer {
    int status = 0;
    std::string body;
  };
  // GET of `path` with `parameters`, which are encoded here. The error says which server cannot be
  // reached, why, and what to do.
  Result<Answer> get(const std::string& path, const Parameters& parameters,
                     std::chrono::milliseconds timeout) const;

  // POST of a JSON `body`; what it answers is JSON too.
  Result<Answer> post(const std::string& path, const std::string& body,
                      std::chrono::milliseconds timeout) const;

  const std::string& url() const { return url_; }

 private:
  Result<Answer> ask(const net::ClientRequest& request, std::chrono::milliseconds timeout) const;

  std::string url_;
};

}  // namespace mailrig
