// The whole server as one embeddable object. Needs no Boost header.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace mailrig {

inline constexpr int port_off = -1;

// True for an IPv4 or IPv6 literal, which is what RigOptions::addresses takes.
bool is_address(const std::string& text);
bool is_loopback(const std::string& address);

// A listener beyond those that have an option of their own.
struct ListenerOptions {
  std::string name;               // in records, rules and errors; no two share one
  std::string protocol = "smtp";  // smtp, lmtp or http
  int port = 0;                   // 0: a free one, the same on every address
  std::string path;               // of a unix socket instead of a port
  std::string tls = "none";       // none, starttls, required (before mail) or implicit
  // Empty: as RigOptions says.
  std::string profile, auth, proxy;
  std::vector<std::string> without, mechanisms;
  std::vector<std::string> limits;  // go before those of RigOptions
};

struct RigOptions {
  // Where to listen; every address gets the same port. A family that the machine does not have is
  // left out, unless it is the only one.
  std::vector<std::string> addresses = {"127.0.0.1", "::1"};
  int smtp_port = 1025;            // 0: a free one, the same on every address; port_off: none
  int submission_port = port_off;  // offers STARTTLS; 1587 on the command line
  int smtps_port = port_off;       // inside TLS from the first octet; 1465 on the command line
  int lmtp_port = port_off;
  std::string lmtp_socket;  // path of a unix socket for LMTP; empty: none
  int http_port = 8025;
  // Descriptors of listening sockets, taken over by start(): each is used by the listener that has
  // its address and port, and one that none has is an error.
  std::vector<int> sockets;
  // The process serves mail and does nothing else: its heap grows in large steps (rig/heap.hpp).
  // To be set for the first rig, before there are threads.
  bool own_process = false;
  std::vector<ListenerOptions> listeners;  // further ones
  // Names of listeners that are left out, with a word in the log, where their port is taken.
  std::vector<std::string> dispensable;

  // What the listeners are like that do not say so themselves.
  std::string profile = "default";      // a receiver profile: its name, a .json file, or JSON
  std::string auth;                     // off, any or users, "+required" behind it; empty: users if
                                        // there is a users file, else any
  std::string users;                    // file of user:password lines; empty: none
  std::string proxy = "off";            // on: connections begin with a PROXY header
  std::vector<std::string> without;     // extensions that are not offered: "CHUNKING"
  std::vector<std::string> mechanisms;  // of AUTH, the only ones: "SCRAM-SHA-256"; empty: all
  std::vector<std::string> limits;      // "mails=5"; the names are those of smtp/limit.hpp
  // From where PROXY, XCLIENT and XFORWARD are believed: "192.0.2.0/24". Empty: loopback.
  std::vector<std::string> trusted;

  // The certificate is made at start, and a CA to sign it, unless files are named.
  std::vector<std::string> tls_names;    // further names in it: of the machine that clients see
  std::string tls_certificate, tls_key;  // PEM files; the key may stand in the first

  std::string lease_ports;  // "20000-20063" for inboxes; empty: free ones
  unsigned threads = 0;     // I/O threads; 0: the cores, at most 4
  std::string hostname;     // in greetings; empty: the machine's own, without asking DNS

  std::uint64_t max_message = 50ull << 20;  // octets of one message; at most half of max_kept
  std::uint64_t max_kept = 0;               // octets; 0: 256 MiB or a quarter of the memory limit
  std::uint64_t max_transcript = 16ull << 20;
  std::size_t max_recipients = 1'000;
  std::size_t max_sessions = 10'000;
  std::size_t max_hanging = 1'000;  // sessions that a rule lets hang
  std::size_t max_waiters = 1'000;
  std::size_t max_streams = 64;
  std::size_t max_searches = 64;         // that take long, at once
  std::uint64_t max_body = 64ull << 20;  // octets of one API request's body
  std::chrono::milliseconds idle{300'000};
  std::chrono::milliseconds drain{5'000};  // how long stop() lets sessions finish

  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> scenarios;  // files, folders, or names of those compiled in
  std::vector<std::string> inboxes;    // that exist from the start
  bool address_faults = false;         // that mails carry, for clients beyond loopback too
  enum class Log : std::uint8_t { off, text, json } log = Log::off;  // to stderr
};

// Why start() did not: says what, where and what to do.
struct StartError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// An option has a value that it cannot have: what it is, where it stands, and what is allowed.
struct OptionError : StartError {
  using StartError::StartError;
};
// A scenario file that cannot be used: each fault with its file and place, a line each.
struct ScenarioError : StartError {
  using StartError::StartError;
};

struct BoundListener {
  std::string name, protocol;
  std::string address;     // or the path of a unix socket
  std::uint16_t port = 0;  // 0: a unix socket
  std::string tls = "none";
};

// What the HTTP API answers.
struct ApiAnswer {
  int status = 0;
  std::string type, body;
};

// A message for which mailrig took responsibility.
struct Mail {
  std::string id, from;         // of the envelope; without <>
  std::vector<std::string> to;  // of the envelope: who was accepted
  std::string subject;          // decoded
  std::string raw;              // every octet, as sent
};

// Names and patterns, those of GET /v1/messages: {{"to", "*@b.test"}, {"subject", "Hi"}}.
using Filters = std::vector<std::pair<std::string, std::string>>;

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
  // Reads the scenario files again. Says what is wrong with them; then what was in force still is.
  std::optional<std::string> reload();
  const std::vector<BoundListener>& listeners() const;
  // Of the scenarios in force that expect something: name, and its `expect` as JSON.
  struct Expecting {
    std::string scenario, expect;
  };
  std::vector<Expecting> expecting() const;
  // The CA behind the certificate, PEM.
  const std::string& ca_pem() const;
  std::uint16_t port(const std::string& listener) const;  // 0: there is none
  std::uint16_t smtp_port() const;                        // 0 if off
  std::uint16_t http_port() const;

  // What follows is for tests that carry a rig inside: no socket is involved. Any thread, between
  // start() and stop(). Faulty input throws std::invalid_argument with what, where and a hint.

  // One request of the HTTP API (/v1/openapi.json; a body is JSON); answers when the API would.
  ApiAnswer ask(const std::string& method, const std::string& target,
                const std::string& body = "") const;
  // Those that match, the oldest first.
  std::vector<Mail> messages(const Filters& filters = {}) const;
  // Whether so many match within `patience` (more than 0, at most 5 minutes). If not, `why` says
  // what came close.
  bool received(const Filters& filters, std::uint64_t count, std::chrono::milliseconds patience,
                std::string& why) const;
  // Whether all hold: an array of expectations, as in the `expect` of a scenario file, or one.
  // Takes as long as their `within` and `for` say. If not, `why` has a line for each reason, and
  // what came close.
  bool verify(const std::string& expect, std::string& why) const;
  // Adds a rule, or an array of rules; the newest is asked first.
  void arm(const std::string& rules) const;
  void disarm() const;  // removes every rule that arm() or the API added

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mailrig
