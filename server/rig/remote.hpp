// A mailrig that runs elsewhere, asked over its HTTP API.
#pragma once

#include <chrono>
#include <string>

#include "mail/result.hpp"
#include "rig/target.hpp"

namespace mailrig {

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

  const std::string& url() const { return url_; }

 private:
  std::string url_;
};

}  // namespace mailrig
