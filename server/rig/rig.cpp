#include "rig/rig.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <thread>

#include "api/service.hpp"
#include "json/rule_json.hpp"
#include "json/warning.hpp"
#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "net/courier.hpp"
#include "net/identities.hpp"
#include "net/server.hpp"
#include "rig/asking.hpp"
#include "rig/heap.hpp"
#include "rig/listeners.hpp"
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
  for (const int port : {options.smtp_port, options.submission_port, options.smtps_port,
                         options.lmtp_port, options.http_port})
    if (port < port_off || port > 65535)
      refuse("port " + std::to_string(port) + ": 0 to 65535, or off, is allowed");
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

// What may stand in a certificate: a host name, with a wildcard in front or not, or an address.
void check_tls_name(const std::string& name) {
  const std::string_view host = std::string_view(name).substr(name.starts_with("*.") ? 2 : 0);
  const bool numeric = host.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!is_address(name) && (numeric || !is_ascii(host) || !valid_domain(host)))
    throw OptionError("--tls-name is \"" + name +
                      "\": allowed is a host name, *.domain or an address");
}

// What clients may call this host.
std::vector<std::string> own_names(const RigOptions& options) {
  for (const std::string& name : options.tls_names) check_tls_name(name);
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1", options.hostname};
  names.push_back(machine_name());
  names.insert(names.end(), options.tls_names.begin(), options.tls_names.end());
  for (const std::string& address : options.addresses) names.push_back(address);
  std::vector<std::string> once;
  for (std::string& name : names)
    if (std::find(once.begin(), once.end(), name) == once.end()) once.push_back(std::move(name));
  return once;
}

std::unique_ptr<net::Identities> make_identities(const RigOptions& options) {
  if (options.tls_certificate.empty() && !options.tls_key.empty())
    refuse("a key without its certificate: name it with --tls-cert");
  net::IdentityOptions own;
  own.names = own_names(options);
  own.certificate_file = options.tls_certificate;
  own.key_file = options.tls_key.empty() ? options.tls_certificate : options.tls_key;
  auto made = net::Identities::make(own);
  if (!made) refuse("TLS certificate: " + made.error().what + " (--tls-cert, --tls-key)");
  return std::move(*made);
}

api::ServiceOptions service_options(const RigOptions& options, const std::string& ca_pem) {
  api::ServiceOptions service;
  service.ca_pem = ca_pem;
  service.allowed_hosts = options.allowed_hosts;
  service.allowed_origins = options.allowed_origins;
  service.own_name = options.hostname;
  service.in_kubernetes = std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
  service.more_limits = {{"messageOctets", std::min(options.max_message, options.max_kept / 2)},
                         {"recipients", options.max_recipients},
                         {"hanging", options.max_hanging},
                         {"bodyOctets", options.max_body}};
  service.max_waiters = options.max_waiters;
  service.max_streams = options.max_streams;
  service.max_searches = options.max_searches;
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
        wanted(listeners_of(options)),
        identities(make_identities(options)),
        store(store_limits(options)),
        engine(options.hostname, {[this] { return store.wall_now(); }, {}}),
        service(store, engine, with_courier(service_options(options, identities->authority_pem()))),
        log(store, options.log, STDERR_FILENO,
            [this](const std::string& id) { return rule_name(id); }),
        server(options.threads, [this](const std::string& what) { log.say(what); }),
        leases(server, options.addresses, lease_range(options.lease_ports), lease_kinds(),
               identities.get()) {}

  api::ServiceOptions with_courier(api::ServiceOptions service_options) {
    service_options.send_test_mail = [this](api::TestMail mail) {
      return courier.send(std::move(mail));
    };
    return service_options;
  }

  // Its id where it has no name, or is gone.
  std::string rule_name(const std::string& id) const {
    const auto found = engine.find(id);
    return found && !found->rule.name.empty() ? found->rule.name : id;
  }

  net::SessionFactory sessions(const Listener& listener, const std::string& lease) {
    return
        [this, &listener, lease](const net::Peer& peer,
                                 Time now) -> std::variant<std::unique_ptr<Session>, std::string> {
          Facts facts;
          facts.listener = listener.name;
          facts.protocol = listener.protocol;
          facts.ip = peer.ip;
          facts.client_port = peer.port;
          facts.port = peer.local_port;
          facts.lease = lease;
          if (!lease.empty()) facts.inbox = lease;
          auto record = store.open_session(std::move(facts), now);
          if (record) return smtp::make_session(listener.smtp, store, engine, std::move(record));
          // RFC 5321 §3.8: 421 may answer anything, the connection itself too. Inside TLS nothing
          // can be said without a handshake.
          if (listener.smtp.tls == smtp::TlsMode::implicit) return std::string();
          return std::string("421 4.3.2 Too many connections, try again later\r\n");
        };
  }

  // Empty if its port is taken and the listener can be done without.
  std::vector<net::BoundSocket> bind(const Listener& listener) {
    auto bound = listener.path.empty()
                     ? net::bind_all(options.addresses, static_cast<std::uint16_t>(listener.port),
                                     listener.name, listener.flag, &inherited)
                     : net::bind_path(listener.path, listener.name, listener.flag);
    if (!bound && listener.dispensable) {
      warnings.push_back(bound.error().what + "; going on without " + listener.name);
      return {};
    }
    if (!bound) refuse(bound.error().what);
    for (const net::BoundSocket& one : *bound)
      listeners.push_back({listener.name, listener.protocol, one.address, one.port, listener.tls});
    return std::move(*bound);
  }

  std::vector<net::Leases::Kind> lease_kinds() {
    std::vector<net::Leases::Kind> kinds;
    for (const Listener& one : wanted)
      if (one.protocol != "http" && one.path.empty())
        kinds.push_back(
            {one.name, [this, &one](const std::string& inbox) { return sessions(one, inbox); }});
    return kinds;
  }

  Alarm admission_of(const net::Entrance& entrance, std::uint16_t port) {
    Facts facts;
    facts.listener = entrance.name;
    facts.port = port;
    facts.lease = entrance.lease;
    if (!entrance.lease.empty()) facts.inbox = entrance.lease;
    Moment moment;
    moment.stage = Stage::listen;
    moment.now = std::chrono::steady_clock::now();
    moment.facts = &facts;
    return engine.alarm(moment);
  }

  std::uint16_t port_of(std::string_view name) const {
    for (const BoundListener& one : listeners)
      if (one.name == name) return one.port;
    return 0;
  }

  RigOptions options;
  const std::vector<Listener> wanted;
  const std::unique_ptr<net::Identities> identities;
  Store store;
  Engine engine;
  net::Courier courier;
  api::Service service;
  Log log;
  net::Server server;
  net::Leases leases;
  std::vector<BoundListener> listeners;
  net::Inherited inherited;
  std::vector<std::string> warnings;
};

bool is_address(const std::string& text) { return net::is_address(text); }
bool is_loopback(const std::string& address) { return net::is_loopback(address); }

Rig::Rig(RigOptions options) {
  if (options.own_process) grow_heap_in_large_steps();
  parts_ = std::make_unique<Parts>(std::move(options));
}

Rig::~Rig() { stop(); }

void Rig::start() {
  Parts& p = *parts_;
  if (p.options.max_message > p.options.max_kept / 2 && p.options.log != RigOptions::Log::off)
    p.log.say("max-message is " + std::to_string(p.options.max_kept / 2) +
              " octets: at most half of max-kept");
  if (const auto fault = reload()) throw ScenarioError(*fault);
  for (const std::string& inbox : p.options.inboxes) {
    if (!valid_inbox(inbox))
      refuse("inbox \"" + inbox + "\": 1 to 63 lower-case letters, digits and hyphens are allowed");
    p.engine.inbox_list().declare(inbox);
  }
  if (p.options.address_faults) p.engine.take_faults_from_anywhere();
  p.engine.lend_by(json::read_shipped_scenario);
  p.service.lease_from(p.leases);
  p.service.reload_by([this] { return reload(); });

  auto inherited = net::Inherited::adopt(p.options.sockets);
  if (!inherited) refuse(inherited.error().what);
  p.inherited = std::move(*inherited);
  p.server.let_hang(p.options.max_hanging);
  p.server.wait_for_readers(
      std::min<std::chrono::milliseconds>(p.options.idle, std::chrono::seconds(30)));
  p.engine.tell_changes_to([&p] { p.server.changed(); });
  p.server.admit_by([&p](const net::Entrance& entrance, std::uint16_t port) {
    return p.admission_of(entrance, port);
  });
  for (const Listener& one : p.wanted) {
    auto sockets = p.bind(one);
    if (sockets.empty()) continue;
    if (one.protocol == "http")
      p.server.serve_http(std::move(sockets), p.service, p.store, http_limits(p.options));
    else
      p.server.serve_sessions({one.name, ""}, std::move(sockets), p.sessions(one, ""),
                              p.identities.get());
  }
  for (const std::string& place : p.inherited.left())
    refuse("the socket on " + place +
           " was handed over, and no listener is to be there: make --bind and the ports agree with "
           "the .socket unit");
  for (const std::string& warning : p.warnings) p.log.say("warning: " + warning);
  std::vector<api::ListenerInfo> shown;
  for (const BoundListener& one : p.listeners) {
    const auto wanted = std::find_if(p.wanted.begin(), p.wanted.end(),
                                     [&](const Listener& each) { return each.name == one.name; });
    shown.push_back({one.name, one.protocol, one.address, one.port, one.tls,
                     wanted == p.wanted.end() ? smtp::Profile() : wanted->smtp.profile});
  }
  p.service.ready(std::move(shown));
  p.server.start();
}

std::optional<std::string> Rig::reload() {
  Parts& p = *parts_;
  auto scenarios = read_scenario_files(p.options.scenarios);
  if (!scenarios) return scenarios.error().what;
  for (const Scenario& scenario : *scenarios)
    for (const Fault& each : json::warnings_of(scenario, [](std::string_view) { return false; }))
      p.log.say("warning: " + scenario.name + ":" + each.pointer + ": " + each.reason + " (" +
                each.hint + ")");
  return p.engine.load_files(std::move(*scenarios));
}

void Rig::stop() {
  parts_->service.stopping();
  parts_->leases.stopping();
  parts_->server.stop(parts_->options.drain);
}

const std::vector<BoundListener>& Rig::listeners() const { return parts_->listeners; }
std::vector<Rig::Expecting> Rig::expecting() const {
  std::vector<Expecting> all;
  for (const ScenarioStatus& each : parts_->engine.scenarios())
    if (const std::string& expect = each.scenario.expect; !expect.empty() && expect != "[]")
      all.push_back({each.name, expect});
  return all;
}
const std::string& Rig::ca_pem() const { return parts_->identities->authority_pem(); }
std::uint16_t Rig::port(const std::string& listener) const { return parts_->port_of(listener); }
std::uint16_t Rig::smtp_port() const { return parts_->port_of("smtp"); }
std::uint16_t Rig::http_port() const { return parts_->port_of("http"); }

ApiAnswer Rig::ask(const std::string& method, const std::string& target,
                   const std::string& body) const {
  return answer_of(parts_->service, parts_->store, method, target, body);
}

}  // namespace mailrig
