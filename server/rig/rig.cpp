#include "rig/rig.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <thread>

#include "api/service.hpp"
#include "net/courier.hpp"
#include "net/server.hpp"
#include "rig/log.hpp"
#include "rig/memory_limit.hpp"
#include "rig/scenario_file.hpp"
#include "scenario/engine.hpp"
#include "smtp/session.hpp"
#include "store/store.hpp"

namespace mailrig {
namespace {

constexpr std::uint64_t usual_kept = 256ull << 20;
constexpr std::uint64_t least_kept = 1ull << 20;

bool is_domain(const std::string& name) {
  const auto fits = [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || c == '-' || c == '.');
  };
  return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), fits);
}

std::string machine_name() {
  char name[256] = "";
  if (::gethostname(name, sizeof name - 1) == 0 && is_domain(name)) return name;
  return "localhost";
}

[[noreturn]] void refuse(const std::string& what) { throw StartError(what); }

// Fills in what depends on the machine, and refuses what cannot work.
RigOptions checked(RigOptions options) {
  if (options.hostname.empty()) options.hostname = machine_name();
  if (!is_domain(options.hostname))
    refuse("hostname \"" + options.hostname +
           "\": a domain name of letters, digits, dots and hyphens is needed");
  for (const int port : {options.smtp_port, options.http_port})
    if (port < port_off || port > 65535)
      refuse("port " + std::to_string(port) + ": 0 to 65535, or off, is allowed");
  if (options.smtp_port > 0 && options.smtp_port == options.http_port)
    refuse("SMTP and HTTP cannot share port " + std::to_string(options.smtp_port) +
           "; choose another one with --smtp-port or --http-port");
  if (options.max_kept == 0) options.max_kept = std::min(usual_kept, memory_limit() / 4);
  if (options.max_kept < least_kept)
    refuse("max-kept " + std::to_string(options.max_kept) + ": at least 1MiB is needed");
  if (options.max_message == 0 || options.max_recipients == 0 || options.max_sessions == 0)
    refuse("max-message, max-recipients and max-sessions have to be more than 0");
  if (options.idle.count() <= 0) refuse("idle has to be more than 0");
  if (options.threads == 0)
    options.threads = std::clamp(std::thread::hardware_concurrency(), 1u, 4u);
  if (options.threads > 64)
    refuse("threads " + std::to_string(options.threads) + ": 1 to 64 are allowed");
  return options;
}

StoreLimits store_limits(const RigOptions& options) {
  StoreLimits limits;
  limits.kept_octets = limits.in_flight_octets = options.max_kept;
  limits.transcript_octets = options.max_transcript;
  limits.sessions = options.max_sessions;
  return limits;
}

smtp::Options smtp_options(const RigOptions& options) {
  smtp::Options smtp;
  smtp.hostname = options.hostname;
  smtp.limits.message = std::min(options.max_message, options.max_kept / 2);
  smtp.limits.recipients = options.max_recipients;
  smtp.limits.idle = options.idle;
  return smtp;
}

api::ServiceOptions service_options(const RigOptions& options) {
  api::ServiceOptions service;
  service.allowed_hosts = options.allowed_hosts;
  service.allowed_origins = options.allowed_origins;
  service.own_name = options.hostname;
  service.in_kubernetes = std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
  service.more_limits = {{"messageOctets", std::min(options.max_message, options.max_kept / 2)},
                         {"recipients", options.max_recipients},
                         {"bodyOctets", options.max_body}};
  service.max_waiters = options.max_waiters;
  service.max_streams = options.max_streams;
  return service;
}

// Waiters and streams each hold a connection; others come on top.
net::HttpLimits http_limits(const RigOptions& options) {
  net::HttpLimits limits;
  limits.connections =
      std::max<std::size_t>(2'000, options.max_waiters + options.max_streams + 1'000);
  limits.body = options.max_body;
  return limits;
}

}  // namespace

struct Rig::Parts {
  explicit Parts(RigOptions given)
      : options(checked(std::move(given))),
        smtp(smtp_options(options)),
        store(store_limits(options)),
        engine(options.hostname, [this] { return store.wall_now(); }),
        service(store, engine, with_courier(service_options(options))),
        log(store, options.log, STDERR_FILENO),
        server(options.threads, [this](const std::string& what) { log.say(what); }) {}

  api::ServiceOptions with_courier(api::ServiceOptions service_options) {
    service_options.send_test_mail = [this](api::TestMail mail) {
      return courier.send(std::move(mail));
    };
    return service_options;
  }

  net::SessionFactory smtp_sessions() {
    return [this](const net::Peer& peer,
                  Time now) -> std::variant<std::unique_ptr<Session>, std::string> {
      Facts facts;
      facts.listener = "smtp";
      facts.ip = peer.ip;
      facts.client_port = peer.port;
      facts.port = peer.local_port;
      auto record = store.open_session(std::move(facts), now);
      // RFC 5321 §3.8: 421 may answer anything, the connection itself too.
      if (!record) return std::string("421 4.3.2 Too many connections, try again later\r\n");
      return smtp::make_session(smtp, store, engine, std::move(record));
    };
  }

  std::vector<net::BoundSocket> bind(const std::string& name, int port) {
    if (port == port_off) return {};
    auto bound = net::bind_all(options.addresses, static_cast<std::uint16_t>(port), name,
                               "--" + name + "-port");
    if (!bound) refuse(bound.error().what);
    for (const net::BoundSocket& one : *bound)
      listeners.push_back({name, name, one.address, one.port, "none"});
    return std::move(*bound);
  }

  std::uint16_t port_of(std::string_view name) const {
    for (const BoundListener& one : listeners)
      if (one.name == name) return one.port;
    return 0;
  }

  RigOptions options;
  smtp::Options smtp;
  Store store;
  Engine engine;
  net::Courier courier;
  api::Service service;
  Log log;
  net::Server server;
  std::vector<BoundListener> listeners;
};

bool is_address(const std::string& text) { return net::is_address(text); }
bool is_loopback(const std::string& address) { return net::is_loopback(address); }

Rig::Rig(RigOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}

Rig::~Rig() { stop(); }

void Rig::start() {
  Parts& p = *parts_;
  if (p.options.max_message > p.smtp.limits.message && p.options.log != RigOptions::Log::off)
    p.log.say("max-message is " + std::to_string(p.smtp.limits.message) +
              " octets: at most half of max-kept");
  auto scenarios = read_scenario_files(p.options.scenarios);
  if (!scenarios) throw ScenarioError(scenarios.error().what);
  for (Scenario& scenario : *scenarios) p.engine.load(std::move(scenario));

  auto smtp = p.bind("smtp", p.options.smtp_port);
  auto http = p.bind("http", p.options.http_port);
  if (p.listeners.empty()) refuse("both listeners are off: nothing to serve");
  p.server.serve_sessions(std::move(smtp), p.smtp_sessions());
  p.server.serve_http(std::move(http), p.service, p.store, http_limits(p.options));
  std::vector<api::ListenerInfo> shown;
  for (const BoundListener& one : p.listeners)
    shown.push_back({one.name, one.protocol, one.address, one.port, one.tls});
  p.service.ready(std::move(shown));
  p.server.start();
}

void Rig::stop() {
  parts_->service.stopping();
  parts_->server.stop(parts_->options.drain);
}

const std::vector<BoundListener>& Rig::listeners() const { return parts_->listeners; }
std::uint16_t Rig::smtp_port() const { return parts_->port_of("smtp"); }
std::uint16_t Rig::http_port() const { return parts_->port_of("http"); }

}  // namespace mailrig
