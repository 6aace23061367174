// mailrig run: a server on free ports around a command, and a verdict on what the command did.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <future>
#include <memory>

#include "cli/child.hpp"
#include "cli/command.hpp"
#include "cli/exported.hpp"
#include "cli/quantity.hpp"
#include "cli/serve_flags.hpp"
#include "cli/verdict.hpp"
#include "json/answer_json.hpp"
#include "json/expectation_json.hpp"
#include "rig/port_file.hpp"
#include "rig/rig.hpp"

namespace mailrig::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Wanted {
  ServeFlags serve;
  std::string junit, timeout;
  std::vector<std::string> environment, command;
  bool allow_idle = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

// What the command itself did wrong, as one more result; nothing if it did not.
ExpectationResult failed(std::string name, std::string because) {
  ExpectationResult result;
  result.name = std::move(name);
  result.verdict = Judgement::fail;
  result.because = {std::move(because)};
  return result;
}

// Sessions since the start; nothing if the server cannot be asked.
std::optional<std::uint64_t> sessions_of(const Remote& remote) {
  const auto answer = remote.get("/v1/sessions", {{"limit", "0"}}, seconds(30));
  if (!answer || answer->status != 200) return std::nullopt;
  const auto list = json::read_transactions(answer->body);
  if (!list) return std::nullopt;
  return list->total;
}

void judge_command(const Wanted& wanted, const Ended& ended, std::uint64_t sessions,
                   std::vector<Suite>& suites) {
  Suite suite{"command", {}};
  if (ended.timed_out)
    suite.results.push_back(failed(
        "the command ends", "it ran longer than --timeout " + wanted.timeout + " and was ended"));
  else if (ended.code > 128)
    suite.results.push_back(failed("the command succeeds",
                                   "it was killed by signal " + std::to_string(ended.code - 128)));
  else if (ended.code != 0)
    suite.results.push_back(
        failed("the command succeeds", "it exited with " + std::to_string(ended.code)));
  if (sessions == 0 && !wanted.allow_idle)
    suite.results.push_back(failed(
        "the command sends mail",
        "nobody connected: does the command read SMTP_HOST and SMTP_PORT? (--allow-idle if it "
        "need not)"));
  if (!suite.results.empty()) suites.push_back(std::move(suite));
}

// The verdicts on what every scenario expects, all at the same time: they wait in real time.
Result<std::vector<Suite>, VerifyFailure> judge_scenarios(const Rig& rig, const Remote& remote) {
  using Asked = std::future<Result<json::VerdictReport, VerifyFailure>>;
  const std::vector<Rig::Expecting> expecting = rig.expecting();
  std::vector<Asked> asked;
  for (const Rig::Expecting& each : expecting) {
    json::VerifyCall call;
    call.scenario = each.scenario;
    call.until_idle = true;
    asked.push_back(std::async(std::launch::async, [&remote, each, call] {
      return ask_for_verdict(remote, json::write_verify_call(call),
                             json::longest_wait(each.expect) + seconds(60));
    }));
  }
  std::vector<Suite> suites;
  std::optional<VerifyFailure> failure;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto report = asked[i].get();
    if (report)
      suites.push_back({expecting[i].scenario, std::move(report->results)});
    else
      failure = report.error();
  }
  if (failure) return *failure;
  return suites;
}

// The exit code, once the command has ended.
int conclude(const Wanted& wanted, const Rig& rig, const Ended& ended) {
  const Remote remote(url_of(rig.listeners()));
  auto suites = judge_scenarios(rig, remote);
  const auto sessions = sessions_of(remote);
  if (!suites || !sessions) {
    complain(suites ? "the server does not answer" : suites.error().what);
    return ended.code ? ended.code : suites ? exit_unreachable : suites.error().code;
  }
  judge_command(wanted, ended, *sessions, *suites);
  print_failures(remote, *suites);
  std::string unwritten;
  if (!wanted.junit.empty()) unwritten = write_junit_file(remote, wanted.junit, *suites);
  if (!unwritten.empty()) complain(unwritten);
  const int verdict = say_verdict(*suites);
  if (ended.code) return ended.code;
  return verdict == exit_ok && !unwritten.empty() ? exit_usage : verdict;
}

Result<ServeOptions> options_of(const Wanted& wanted) {
  ServeOptions defaults;
  defaults.rig.smtp_port = defaults.rig.http_port = 0;
  defaults.rig.submission_port = defaults.rig.smtps_port = 0;
  auto options = options_of(wanted.serve, std::move(defaults));
  if (options && options->rig.http_port == port_off)
    return Error{"run asks its server over HTTP: http-port cannot be off"};
  return options;
}

int run_command(const Wanted& wanted) {
  std::optional<milliseconds> limit;
  if (!wanted.timeout.empty()) {
    const auto time = parse_time(wanted.timeout);
    if (!time) {
      complain("--timeout is \"" + wanted.timeout + "\": allowed is " + time.error().what);
      return exit_usage;
    }
    limit = *time;
  }
  const auto options = options_of(wanted);
  std::string why = options ? "" : options.error().what;
  if (why.empty() && !wanted.junit.empty()) why = check_writable(wanted.junit);
  if (!why.empty()) {
    complain(why);
    return exit_usage;
  }
  std::signal(SIGPIPE, SIG_IGN);
  try {
    Rig rig(options->rig);
    rig.start();
    if (!options->port_file.empty()) write_port_file(options->port_file, rig.listeners());
    const auto environment = exported(rig.listeners(), wanted.environment, environ);
    if (!environment) {
      complain(environment.error().what);
      return exit_usage;
    }
    Ended ended;
    {
      Child child;
      if (const auto failure = child.start(wanted.command, *environment)) {
        complain("cannot run " + wanted.command.front() + ": " + failure->what);
        std::fprintf(stderr, "mailrig: verdict fail: the command was not started\n");
        return failure->code;
      }
      ended = child.wait(limit);
    }
    const int code = conclude(wanted, rig, ended);
    rig.stop();
    return ended.timed_out && code == exit_ok ? exit_failed : code;
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
}

}  // namespace

void add_run(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand(
      "run", "Start on free ports, run a command, and say whether what it did was right");
  const auto wanted = std::make_shared<Wanted>();
  add_serve_flags(*app, wanted->serve, false);
  app->get_option("--scenario")->group("Options");
  app->add_option("--junit", wanted->junit, "Write a JUnit report")->type_name("FILE");
  app->add_option(
         "--env", wanted->environment,
         "Set a variable for the command; {smtp}, {http} and so on are ports; {host}, {url}")
      ->type_name("NAME={smtp}")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app->add_option("--timeout", wanted->timeout, "End the command after so long, and fail")
      ->type_name("TIME");
  app->add_flag("--allow-idle", wanted->allow_idle, "Succeed though nobody connected");
  app->add_option("command", wanted->command, "Behind --: the command and its arguments")
      ->type_name("CMD...")
      ->required();
  app->footer(
      "The command finds the server by SMTP_HOST, SMTP_PORT and MAILRIG_URL. Every flag of\n"
      "`mailrig serve` is taken as well. Exit: the command's own code if it is not 0; then 0 all\n"
      "expectations of the scenarios hold, 1 some do not, 2 bad scenario or usage, 127 no such\n"
      "command, 128+n killed. Why is on stderr; its last line is the verdict.\nExamples:\n"
      "  mailrig run --scenario lost-ack.json --junit out.xml -- python3 sender.py\n"
      "  mailrig run --env MAIL_URL=smtp://{host}:{smtp} --timeout 10m -- npm test");
  app->callback([&run, wanted] { run = [wanted] { return run_command(*wanted); }; });
}

}  // namespace mailrig::cli
