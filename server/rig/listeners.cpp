#include "rig/listeners.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "rig/smtp_options.hpp"
#include "rig/word.hpp"

namespace mailrig {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw OptionError(what); }

// Where a listener's words stand, for errors.
std::string place_of(const Listener& listener) { return "listener " + listener.name; }

// What an option of its own asks for, as if it had been a further listener.
struct Wanted {
  ListenerOptions options;
  std::string flag;
};

void add(std::vector<Wanted>& all, std::string name, std::string protocol, int port,
         std::string tls) {
  if (port == port_off) return;
  ListenerOptions one;
  const std::string flag = "--" + name + "-port";
  one.name = std::move(name);
  one.protocol = std::move(protocol);
  one.port = port;
  one.tls = std::move(tls);
  all.push_back({std::move(one), flag});
}

std::vector<Wanted> wanted(const RigOptions& options) {
  std::vector<Wanted> all;
  add(all, "smtp", "smtp", options.smtp_port, "none");
  add(all, "submission", "smtp", options.submission_port, "starttls");
  add(all, "smtps", "smtp", options.smtps_port, "implicit");
  add(all, "lmtp", "lmtp", options.lmtp_port, "none");
  if (!options.lmtp_socket.empty()) {
    ListenerOptions socket;
    socket.name = options.lmtp_port == port_off ? "lmtp" : "lmtp-socket";
    socket.protocol = "lmtp";
    socket.path = options.lmtp_socket;
    all.push_back({std::move(socket), "--lmtp-socket"});
  }
  add(all, "http", "http", options.http_port, "none");
  for (const ListenerOptions& one : options.listeners) all.push_back({one, "--listener"});
  return all;
}

bool is_name(const std::string& name) {
  const auto fits = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), fits);
}

void check_places(const std::vector<Listener>& all) {
  for (auto one = all.begin(); one != all.end(); ++one) {
    for (auto other = all.begin(); other != one; ++other) {
      if (one->name == other->name)
        refuse("two listeners are named " + one->name + "; give each a name of its own");
      if (one->path.empty() && other->path.empty() && one->port > 0 && one->port == other->port)
        refuse(other->name + " and " + one->name + " cannot share port " +
               std::to_string(one->port) + "; choose another one with " + other->flag + " or " +
               one->flag);
      if (!one->path.empty() && one->path == other->path)
        refuse(other->name + " and " + one->name + " cannot share the path " + one->path);
    }
  }
}

}  // namespace

std::vector<Listener> listeners_of(const RigOptions& options) {
  const auto users = read_users(options.users);
  std::vector<Listener> all;
  for (const Wanted& one : wanted(options)) {
    const ListenerOptions& own = one.options;
    Listener listener;
    listener.name = own.name;
    listener.protocol = own.protocol;
    listener.flag = one.flag;
    listener.port = own.port;
    listener.path = own.path;
    listener.tls = own.tls == "required" ? "starttls" : own.tls;
    listener.dispensable = std::find(options.dispensable.begin(), options.dispensable.end(),
                                     own.name) != options.dispensable.end();
    const std::string where = place_of(listener);
    if (!is_name(own.name))
      refuse("listener name \"" + own.name + "\": small letters, digits, - and _ are allowed");
    need_word(where, "protocol", own.protocol, {"smtp", "lmtp", "http"});
    if (own.port < 0 || own.port > 65535)
      refuse(where + ": port " + std::to_string(own.port) + ": 0 to 65535 is allowed");
    if (own.protocol == "http") {
      if (own.tls != "none" || !own.profile.empty() || !own.auth.empty() || !own.proxy.empty() ||
          !own.without.empty() || !own.mechanisms.empty() || !own.limits.empty() ||
          !own.path.empty())
        refuse(where + ": protocol http takes a name and a port, no more");
    } else {
      listener.smtp = smtp_options(own, options, users);
    }
    all.push_back(std::move(listener));
  }
  if (all.empty()) refuse("every listener is off: nothing to serve");
  check_places(all);
  return all;
}

net::PortRange lease_range(const std::string& text) {
  net::PortRange range;
  if (text.empty()) return range;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  range.last = range.first;
  auto read = first;
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == '-')
    read = std::from_chars(first.ptr + 1, end, range.last);
  if (read.ec != std::errc() || read.ptr != end || range.first == 0 || range.last < range.first)
    refuse("--lease-ports \"" + text + "\": a port or a range like 20000-20063 is allowed");
  return range;
}

}  // namespace mailrig
