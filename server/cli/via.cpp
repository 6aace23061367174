#include "cli/via.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/quantity.hpp"

namespace mailrig::cli {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

std::string machine_name() {
  char name[256] = "";
  return ::gethostname(name, sizeof name - 1) == 0 && *name ? name : "localhost";
}

}  // namespace

void add_via(CLI::App& app, Via& via) {
  app.add_option("--server", via.server, "Mail server (SMTP_HOST and SMTP_PORT, or 127.0.0.1:1025)")
      ->type_name("HOST:PORT");
  app.add_option("--tls", via.tls, "none, starttls or implicit (none)")
      ->type_name("MODE")
      ->check(CLI::IsMember({"none", "starttls", "implicit"}));
  app.add_option("--ca", via.ca, "Check the certificate against this CA; else any is taken")
      ->type_name("FILE");
  auto* user = app.add_option("--user", via.user, "Log in as")->type_name("NAME");
  app.add_option("--password", via.password, "With this password (SMTP_PASSWORD)")
      ->type_name("WORD")
      ->needs(user);
  app.add_option("--auth", via.mechanism, "PLAIN or LOGIN (what the server offers)")
      ->type_name("MECHANISM")
      ->check(CLI::IsMember({"PLAIN", "LOGIN"}, CLI::ignore_case))
      ->needs(user);
  app.add_option("--helo", via.helo, "Name in EHLO (this machine's)")->type_name("NAME");
  app.add_flag("--lmtp", via.lmtp, "Speak LMTP");
  app.add_option("--timeout", via.timeout, "For connecting and for each answer (60s)")
      ->type_name("TIME");
}

Result<smtp::Target> target_of(const Via& via) {
  const std::string server = mail_server(via.server);
  auto target = smtp::parse_target(server, 1025);
  if (!target) return Error{"--server " + target.error().what};
  const auto patience = parse_time(via.timeout);
  if (!patience)
    return Error{"--timeout is \"" + via.timeout + "\": allowed is " + patience.error().what};
  target->patience = *patience;
  target->implicit_tls = via.tls == "implicit";
  target->ca_file = via.ca;
  return target;
}

smtp::SenderOptions sender_options(const Via& via) {
  smtp::SenderOptions options;
  options.helo = via.helo.empty() ? machine_name() : via.helo;
  options.lmtp = via.lmtp;
  options.starttls = via.tls == "starttls";
  if (!via.user.empty()) {
    std::string mechanism = via.mechanism;
    for (char& c : mechanism) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    options.login = {via.user, via.password.empty() ? variable("SMTP_PASSWORD") : via.password,
                     std::move(mechanism)};
  }
  return options;
}

std::string mail_server(const std::string& given) {
  if (!given.empty()) return given;
  const std::string host = variable("SMTP_HOST"), port = variable("SMTP_PORT");
  if (host.empty() && port.empty()) return "127.0.0.1:1025";
  const std::string name = host.empty() ? "127.0.0.1" : host;
  const bool six = name.find(':') != std::string::npos && name.front() != '[';
  return (six ? "[" + name + "]" : name) + ":" + (port.empty() ? "1025" : port);
}

std::string printable(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return out;
}

Result<std::string> read_file(const std::string& path) {
  if (path == "-")
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad()) return Error{"\"" + path + "\" cannot be read"};
  return text;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    if (text[i] == '\r' || text[i] == '\n')
      out += "\r\n";
    else
      out += text[i];
  }
  return out;
}

}  // namespace mailrig::cli
