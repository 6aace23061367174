// mailrig serve: the server, until SIGTERM or SIGINT.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <memory>

#include "cli/activation.hpp"
#include "cli/command.hpp"
#include "cli/sources.hpp"
#include "rig/port_file.hpp"
#include "rig/rig.hpp"

namespace mailrig::cli {
namespace {

struct Flags {
  std::map<std::string, std::vector<std::string>> values;
  bool json = false;
  std::string config;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

// "mailrig ready: smtp 127.0.0.1:1025 [::1]:1025  http http://127.0.0.1:8025"
std::string ready_line(const Rig& rig) {
  std::string line = "mailrig ready:", last;
  for (const BoundListener& one : rig.listeners()) {
    const bool six = one.address.find(':') != std::string::npos;
    const bool first = one.name != last;
    if (one.protocol == "http" && !first) continue;  // a URL to open: one is enough
    if (first) line += (last.empty() ? " " : "  ") + one.name;
    last = one.name;
    line += one.protocol == "http" ? " http://" : " ";
    line += six ? "[" + one.address + "]" : one.address;
    if (one.port) line += ":" + std::to_string(one.port);
  }
  return line;
}

Result<ServeOptions> options_of(const Flags& flags) {
  GivenByName given;
  for (const auto& [name, values] : flags.values)
    if (!values.empty()) given[name] = {"--" + name, values};
  if (flags.json) given["json"] = {"--json", {"true"}};
  std::string config;
  auto variables = read_environment(environ, config);
  if (!variables) return variables.error();
  if (!flags.config.empty()) config = flags.config;
  GivenByName file;
  if (!config.empty()) {
    auto read = read_config(config);
    if (!read) return read.error();
    file = std::move(*read);
  }
  auto sockets = passed_sockets();
  if (!sockets) return sockets.error();
  ServeOptions defaults;
  defaults.rig.sockets = std::move(*sockets);
  defaults.rig.log = RigOptions::Log::text;
  defaults.rig.submission_port = 1587;
  defaults.rig.smtps_port = 1465;
  defaults.rig.dispensable = {"submission", "smtps"};
  return resolve({given, *variables, file}, defaults);
}

void warn_of(const RigOptions& options) {
  for (const std::string& address : options.addresses)
    if (!is_loopback(address))
      complain("warning: listening on " + address +
               ": whoever reaches this machine can read and send mail here");
}

int serve(const Flags& flags) {
  const auto options = options_of(flags);
  if (!options) {
    complain(options.error().what);
    return exit_usage;
  }
  // A reader that has gone must not end the server, whether a socket or a pipe.
  std::signal(SIGPIPE, SIG_IGN);
  // Blocked before the first thread begins, so that only this one takes them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    Rig rig(options->rig);
    warn_of(options->rig);
    rig.start();
    if (!options->port_file.empty()) write_port_file(options->port_file, rig.listeners());
    const std::string line = (options->json ? ports_json(rig.listeners()) : ready_line(rig)) + "\n";
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
    int which = 0;
    sigwait(&signals, &which);
    // A second signal ends the program at once.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    rig.stop();
  } catch (const ScenarioError& error) {
    complain(error.what());
    return exit_usage;
  } catch (const StartError& error) {
    complain(error.what());
    return exit_failed;
  }
  return exit_ok;
}

void add_flags(CLI::App& app, Flags& flags, bool shown) {
  for (const Setting& setting : settings()) {
    CLI::Option* option = nullptr;
    if (setting.name == "json") {
      option = app.add_flag(setting.flag(), flags.json, setting.help);
    } else {
      option = app.add_option(setting.flag(), flags.values[setting.name], setting.help);
      option->type_name(setting.placeholder)->expected(1)->allow_extra_args(false);
      if (setting.repeatable) option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    option->group(shown ? setting.group : "");
  }
  app.add_option("--config", flags.config, "File of name = value, the names as here")
      ->type_name("FILE")
      ->group(shown ? "Behaviour" : "");
}

}  // namespace

void add_serve(CLI::App& program, Run& run) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* serve_app = program.add_subcommand("serve", "Run the server (the default)");
  add_flags(program, *flags, false);
  add_flags(*serve_app, *flags, true);
  serve_app->footer(
      "Each flag has a variable: --smtp-port is MAILRIG_SMTP_PORT. Flag, variable, file: the first "
      "wins.\nExamples:\n  mailrig serve --smtp-port 0 --http-port 0 --json\n"
      "  mailrig serve --scenario greylist.json --log json");
  run = [flags] { return serve(*flags); };
}

}  // namespace mailrig::cli
