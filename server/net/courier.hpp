// Delivers one mail at a time to a listener of our own, through its real port, as an app would.
// Plain sockets on a thread of its own: whoever asks goes on at once and sees the session.
#pragma once

#include <mutex>
#include <string>
#include <thread>

#include "api/test_mail.hpp"

namespace mailrig::net {

class Courier {
 public:
  ~Courier();  // waits for the delivery under way, a few seconds at most

  // False if a delivery is under way.
  bool send(api::TestMail mail);

 private:
  std::mutex mutex_;
  std::thread thread_;
  bool busy_ = false;
};

}  // namespace mailrig::net
