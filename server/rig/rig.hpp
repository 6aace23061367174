// The whole server as one embeddable object. Needs no Boost header.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace mailrig {

inline constexpr int port_off = -1;

// True for an IPv4 or IPv6 literal, which is what RigOptions::addresses takes.
bool is_address(const std::string& text);
bool is_loopback(const std::string& address);

struct RigOptions {
  // Where to listen; every address gets the same port. A family that the machine does not have is
  // left out, unless it is the only one.
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  int smtp_port = 1025;  // 0: a free one, the same on every address; port_off: none
  int http_port = 8025;
  unsigned threads = 0;  // I/O threads; 0: the cores, at most 4
  std::string hostname;  // in greetings; empty: the machine's own, without asking DNS

  std::uint64_t max_message = 50ull << 20;  // octets of one message; at most half of max_kept
  std::uint64_t max_kept = 0;               // octets; 0: 256 MiB or a quarter of the memory limit
  std::uint64_t max_transcript = 16ull << 20;
  std::size_t max_recipients = 1'000;
  std::size_t max_sessions = 10'000;
  std::size_t max_waiters = 1'000;
  std::size_t max_streams = 64;
  std::size_t max_searches = 64;         // that take long, at once
  std::uint64_t max_body = 64ull << 20;  // octets of one API request's body
  std::chrono::milliseconds idle{300'000};
  std::chrono::milliseconds drain{5'000};  // how long stop() lets sessions finish

  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> scenarios;                                // files
  enum class Log : std::uint8_t { off, text, json } log = Log::off;  // to stderr
};

// Why start() did not: says what, where and what to do.
struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// A scenario file that cannot be used: each fault with its file and place, a line each.
struct ScenarioError : StartError {
  using StartError::StartError;
};

struct BoundListener {
  std::string name, protocol, address;
  std::uint16_t port = 0;
  std::string tls = "none";
};

class Rig {
 public:
  explicit Rig(RigOptions options);
  ~Rig();  // stops
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  // Binds every listener and returns when all accept. Throws StartError.
  void start();
  // Says 421 to sessions, 503 to waiters, waits for at most `drain`, and joins the threads.
  void stop();
  const std::vector<BoundListener>& listeners() const;
  std::uint16_t smtp_port() const;  // 0 if off
  std::uint16_t http_port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mailrig
