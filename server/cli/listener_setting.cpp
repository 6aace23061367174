#include "cli/listener_setting.hpp"

#include <algorithm>

#include "cli/quantity.hpp"

namespace mailrig::cli {
namespace {

using Values = std::vector<std::string>;
using R = RigOptions;

constexpr const char* group = "Listeners";

bool read_port(const std::string& text, int& port) {
  return read_number(text, port) && port >= 0 && port <= 65535;
}

// A listener whose port was given is asked for: that it is taken is an error.
void ask_for(RigOptions& options, const std::string& name) {
  std::erase(options.dispensable, name);
}

Setting port(const std::string& listener, const std::string& what, int R::*member) {
  return {listener + "-port",
          "PORT",
          "Port of " + what + "; 0 takes a free one, off none",
          group,
          false,
          [=](ServeOptions& options, const Values& values) -> std::string {
            ask_for(options.rig, listener);
            if (values.back() == "off")
              options.rig.*member = port_off;
            else if (!read_port(values.back(), options.rig.*member))
              return "a port from 1 to 65535, 0 for a free one, or off";
            return "";
          }};
}

Setting word(std::string name, std::string placeholder, std::string help, std::string R::*member,
             std::string allowed, Values known = {}) {
  return {std::move(name),
          std::move(placeholder),
          std::move(help),
          group,
          false,
          [=](ServeOptions& options, const Values& values) -> std::string {
            const std::string& value = values.back();
            const bool fits =
                known.empty() || std::find(known.begin(), known.end(), value) != known.end();
            if (value.empty() || !fits) return allowed;
            options.rig.*member = value;
            return "";
          }};
}

Setting list(std::string name, std::string placeholder, std::string help, Values R::*member) {
  return {std::move(name),
          std::move(placeholder),
          std::move(help),
          group,
          true,
          [=](ServeOptions& options, const Values& values) -> std::string {
            if (std::any_of(values.begin(), values.end(), [](auto& one) { return one.empty(); }))
              return "a value that is not empty";
            options.rig.*member = values;
            return "";
          }};
}

std::string listeners(ServeOptions& options, const Values& values) {
  for (const std::string& value : values) {
    auto one = parse_listener(value);
    if (!one) return one.error().what;
    options.rig.listeners.push_back(std::move(*one));
  }
  return "";
}

Values split(const std::string& text, char separator) {
  Values parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

// At commas; those inside {…}, a profile of one's own, part nothing.
Values split_outside_json(const std::string& text) {
  Values parts(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (c == ',' && depth == 0)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

}  // namespace

Result<ListenerOptions> parse_listener(const std::string& text) {
  static const Values keys = {"name", "protocol", "port",    "path",       "tls",  "profile",
                              "auth", "proxy",    "without", "mechanisms", "limit"};
  ListenerOptions listener;
  Values seen;
  for (const std::string& part : split_outside_json(text)) {
    const std::size_t equals = part.find('=');
    const std::string key = part.substr(0, equals);
    if (equals == std::string::npos || std::find(keys.begin(), keys.end(), key) == keys.end()) {
      const std::string near = nearest(key, keys);
      return Error{
          "name=NAME,port=PORT and any of protocol, path, tls, profile, auth, proxy, "
          "without, mechanisms, limit; not \"" +
          part + "\"" + (near.empty() ? "" : " (did you mean " + near + "=?)")};
    }
    const std::string value = part.substr(equals + 1);
    if (value.empty()) return Error{"a value behind " + key + "="};
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return Error{key + "= once"};
    seen.push_back(key);
    if (key == "port" && !read_port(value, listener.port))
      return Error{"port=0 for a free one, or 1 to 65535"};
    if (key == "without") listener.without = split(value, '+');
    if (key == "mechanisms") listener.mechanisms = split(value, '+');
    if (key == "limit") listener.limits = split(value, '+');
    for (const auto& [name, member] : std::initializer_list<std::pair<const char*, std::string*>>{
             {"name", &listener.name},
             {"protocol", &listener.protocol},
             {"path", &listener.path},
             {"tls", &listener.tls},
             {"profile", &listener.profile},
             {"auth", &listener.auth},
             {"proxy", &listener.proxy}})
      if (key == name) *member = value;
  }
  const auto given = [&](const char* key) {
    return std::find(seen.begin(), seen.end(), key) != seen.end();
  };
  if (!given("name")) return Error{"a name: name=NAME,port=PORT"};
  if (given("port") == given("path"))
    return Error{"either port=PORT or path=PATH of a unix socket"};
  return listener;
}

std::vector<Setting> listener_settings() {
  std::vector<Setting> all = {
      port("smtp", "SMTP in the clear (1025)", &R::smtp_port),
      port("submission", "SMTP that offers STARTTLS (1587)", &R::submission_port),
      port("smtps", "SMTP inside TLS (1465)", &R::smtps_port),
      port("lmtp", "LMTP (off)", &R::lmtp_port),
      word("lmtp-socket", "PATH", "Unix socket for LMTP", &R::lmtp_socket, "a path"),
      port("http", "the HTTP API (8025)", &R::http_port),
      {"listener", "SPEC",
       "A further one: name=N,port=P with any of protocol=smtp|lmtp|http, path=UNIX-SOCKET, "
       "tls=none|starttls|required|implicit, profile, auth, proxy=on|off, without=EXT+EXT, "
       "mechanisms=M+M, limit=NAME=N+NAME=N",
       group, true, listeners},
      word("profile", "NAME",
           "Receiver profile (default): a name of /v1/profiles, FILE.json or JSON", &R::profile,
           "a profile's name, a .json file, or JSON"),
      word("auth", "POLICY", "Logins: off, any or users; +required behind it", &R::auth,
           "off, any or users, with or without +required, or required",
           {"off", "any", "users", "required", "any+required", "users+required"}),
      word("users", "FILE", "Lines of user:password; no other login is taken", &R::users,
           "the path of a file"),
      list("mechanism", "NAME", "AUTH mechanism that is offered (all): SCRAM-SHA-256",
           &R::mechanisms),
      list("without", "EXT", "Extension that is not offered: CHUNKING", &R::without),
      word("proxy", "WHEN", "Connections begin with a PROXY header: on or off", &R::proxy,
           "on or off", {"on", "off"}),
      list("limit", "NAME=N",
           "At most: message, mails, recipients, recipient-domains, command-line, auth-line, "
           "text-line, local-part, domain, path",
           &R::limits),
      list("trust", "NETWORK", "From where PROXY, XCLIENT, XFORWARD are believed (loopback)",
           &R::trusted),
      list("tls-name", "NAME", "Further name in the certificate that is made", &R::tls_names),
      word("tls-cert", "FILE", "Own certificate, PEM, with its chain", &R::tls_certificate,
           "the path of a file"),
      word("tls-key", "FILE", "Its key, if not in the same file", &R::tls_key,
           "the path of a file"),
      word("lease-ports", "A-B", "Ports that inboxes may lease (free ones)", &R::lease_ports,
           "a range of ports"),
  };
  for (Setting& one : all)
    if (one.name == "listener") one.separator = ';';
  return all;
}

}  // namespace mailrig::cli
