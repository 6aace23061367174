#include "rig/listeners.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "json/profile_json.hpp"
#include "json/suggestion.hpp"

namespace mailrig {
namespace {

using Words = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& what) { throw StartError(what); }

std::string joined(const Words& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

// The error for a word that is none of `known`.
[[noreturn]] void refuse_word(const std::string& where, const std::string& what,
                              const std::string& word, const Words& known) {
  const std::string near = json::nearest(word, {known.begin(), known.end()});
  refuse(where + ": there is no " + what + " \"" + word + "\"" +
         (near.empty() ? "" : "; did you mean " + near + "?") + " Allowed is " + joined(known));
}

void need_word(const std::string& where, const std::string& what, const std::string& word,
               const Words& known) {
  if (std::find(known.begin(), known.end(), word) == known.end())
    refuse_word(where, what, word, known);
}

std::shared_ptr<const sasl::Users> read_users(const std::string& path) {
  if (path.empty()) return nullptr;
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file.is_open()) text << file.rdbuf();
  if (!file.is_open() || file.bad())
    refuse("cannot read the users file " + path + ": " +
           std::generic_category().message(errno ? errno : EIO) + "; correct --users");
  auto users = sasl::parse_users(text.str());
  if (!users) refuse("users file " + path + ": " + users.error().what);
  return std::make_shared<const sasl::Users>(std::move(*users));
}

// A shipped profile by its name, or one of the user's own: a file of JSON, or the JSON itself.
smtp::Profile profile_of(const std::string& where, const std::string& text) {
  if (const smtp::Profile* found = smtp::find_profile(text)) return *found;
  const bool file = text.ends_with(".json");
  if (!file && !text.starts_with('{')) {
    Words known;
    for (const smtp::Profile& one : smtp::profiles()) known.push_back(one.name);
    refuse_word(where, "profile", text, known);
  }
  std::string content = text;
  if (file) {
    std::ifstream in(text, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) refuse(where + ": profile " + text + " cannot be read");
  }
  auto profile = json::read_profile(content);
  if (profile) return std::move(*profile);
  std::string why = where + ": profile" + (file ? " " + text : "") + " cannot be used";
  for (const Fault& fault : profile.error())
    why += "\n  " + (fault.pointer.empty() ? "" : fault.pointer + ": ") + fault.reason +
           (fault.hint.empty() ? "" : " (" + fault.hint + ")");
  refuse(why);
}

smtp::AuthPolicy auth_of(const std::string& where, std::string text,
                         const std::shared_ptr<const sasl::Users>& users) {
  using Accept = smtp::AuthPolicy::Accept;
  smtp::AuthPolicy policy;
  policy.users = users;
  policy.accept = users ? Accept::users : Accept::any;
  const std::string suffix = "+required";
  if (text == "required" || text.ends_with(suffix)) {
    policy.required = true;
    text.resize(text == "required" ? 0 : text.size() - suffix.size());
  }
  if (text.empty()) return policy;
  need_word(where, "AUTH policy", text, {"off", "any", "users", "required"});
  if (text == "users" && !users)
    refuse(where + ": AUTH policy users needs a file of user:password lines; name it with --users");
  if (text == "off" && policy.required) refuse(where + ": AUTH cannot be off and required");
  policy.accept = text == "off" ? Accept::off : text == "any" ? Accept::any : Accept::users;
  return policy;
}

std::vector<Network> trusted_of(const Words& texts) {
  if (texts.empty()) return loopback_networks();
  std::vector<Network> all;
  for (const std::string& text : texts) {
    const auto network = parse_network(text);
    if (!network) refuse("--trust " + text + ": " + network.error().what);
    all.push_back(*network);
  }
  return all;
}

smtp::Extensions extensions_of(const std::string& where, const Words& without) {
  smtp::Extensions extensions;
  for (const std::string& keyword : without) {
    const auto extension = smtp::parse_extension(keyword);
    if (!extension) refuse_word(where, "extension", keyword, smtp::extension_keywords());
    extensions.set(*extension, false);
  }
  return extensions;
}

std::string either(const std::string& own, const std::string& common) {
  return own.empty() ? common : own;
}

// Where a listener's words stand, for errors.
std::string place_of(const Listener& listener) { return "listener " + listener.name; }

smtp::Options smtp_options(const Listener& listener, const ListenerOptions& own,
                           const RigOptions& options,
                           const std::shared_ptr<const sasl::Users>& users) {
  const std::string where = place_of(listener);
  need_word(where, "TLS mode", own.tls, {"none", "starttls", "required", "implicit"});
  const std::string proxy = either(own.proxy, options.proxy);
  need_word(where, "PROXY mode", proxy, {"on", "off"});
  smtp::Options smtp;
  smtp.hostname = options.hostname;
  smtp.protocol = own.protocol == "lmtp" ? smtp::Protocol::lmtp : smtp::Protocol::smtp;
  smtp.tls = own.tls == "none"       ? smtp::TlsMode::none
             : own.tls == "implicit" ? smtp::TlsMode::implicit
                                     : smtp::TlsMode::starttls;
  smtp.tls_required = own.tls == "required";
  smtp.limits.message = std::min(options.max_message, options.max_kept / 2);
  smtp.limits.recipients = options.max_recipients;
  smtp.limits.idle = options.idle;
  smtp.profile = profile_of(where, either(own.profile, options.profile));
  smtp.auth = auth_of(where, either(own.auth, options.auth), users);
  smtp.extensions = extensions_of(where, own.without.empty() ? options.without : own.without);
  smtp.trusted = trusted_of(options.trusted);
  smtp.proxy = proxy == "on";
  return smtp;
}

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
          !own.without.empty() || !own.path.empty())
        refuse(where + ": protocol http takes a name and a port, no more");
    } else {
      listener.smtp = smtp_options(listener, own, options, users);
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
    refuse("lease-ports \"" + text + "\": a port or a range like 20000-20063 is allowed");
  return range;
}

}  // namespace mailrig
