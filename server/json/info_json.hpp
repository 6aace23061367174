// What a server says of itself.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace mailrig::json {

struct Listener {
  std::string name, protocol, address;
  std::uint16_t port = 0;
  std::string tls;
  std::string profile;
};

struct Info {
  std::string version;
  WallTime started{}, now{};
  std::vector<Listener> listeners;
  std::vector<std::pair<std::string, std::uint64_t>> limits;
  StoreCounts counts;
  std::size_t rules = 0, waiters = 0, streams = 0;
};

std::string write_info(const Info& info);

// A mail that the server sends to itself: by its `helo` the session is found.
struct SentTestMail {
  std::string listener, helo, from, to;
};
std::string write_sent_test_mail(const SentTestMail& sent);

}  // namespace mailrig::json
