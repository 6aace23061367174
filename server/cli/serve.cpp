// mailrig serve: the server, until SIGTERM or SIGINT.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <memory>

#include "cli/activation.hpp"
#include "cli/command.hpp"
#include "cli/serve_flags.hpp"
#include "rig/port_file.hpp"
#include "rig/rig.hpp"

namespace mailrig::cli {
namespace {

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

void warn_of(const RigOptions& options) {
  std::string open;
  for (const std::string& address : options.addresses)
    if (!is_loopback(address)) open += (open.empty() ? "" : " and ") + address;
  if (!open.empty())
    complain("warning: whoever reaches this machine on " + open +
             " can read and send mail here (--bind names other addresses)");
}

int serve(const ServeFlags& flags) {
  auto sockets = passed_sockets();
  if (!sockets) {
    complain(sockets.error().what);
    return exit_usage;
  }
  ServeOptions defaults;
  defaults.rig.sockets = std::move(*sockets);
  defaults.rig.log = RigOptions::Log::text;
  defaults.rig.own_process = true;
  defaults.rig.submission_port = 1587;
  defaults.rig.smtps_port = 1465;
  defaults.rig.dispensable = {"submission", "smtps"};
  const auto options = options_of(flags, std::move(defaults));
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
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    Rig rig(options->rig);
    warn_of(options->rig);
    rig.start();
    if (!options->port_file.empty()) write_port_file(options->port_file, rig.listeners());
    const std::string line = (options->json ? ports_json(rig.listeners()) : ready_line(rig)) + "\n";
    std::fputs(line.c_str(), stdout);
    std::fflush(stdout);
    int which = SIGHUP;
    while (sigwait(&signals, &which) == 0 && which == SIGHUP)
      if (const auto fault = rig.reload()) complain(*fault + "\nwhat was in force still is");
    // A second signal ends the program at once.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    rig.stop();
  } catch (const OptionError& error) {
    complain(error.what());
    return exit_usage;
  } catch (const ScenarioError& error) {
    complain(error.what());
    return exit_usage;
  } catch (const StartError& error) {
    complain(error.what());
    return exit_failed;
  }
  return exit_ok;
}

}  // namespace

void add_serve(CLI::App& program, Run& run) {
  const auto flags = std::make_shared<ServeFlags>();
  CLI::App* serve_app = program.add_subcommand("serve", "Run the server (the default)");
  add_serve_flags(program, *flags, false);
  add_serve_flags(*serve_app, *flags, true);
  serve_app->footer(
      "Each flag has a variable: --smtp-port is MAILRIG_SMTP_PORT. Flag, variable, file: the first "
      "wins.\nExamples:\n  mailrig serve --smtp-port 0 --http-port 0 --json\n"
      "  mailrig serve --scenario greylist.json --log json");
  run = [flags] { return serve(*flags); };
}

}  // namespace mailrig::cli
