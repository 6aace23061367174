// mailrig verify: whether what a scenario file expects holds on a running server.
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "cli/quantity.hpp"
#include "cli/verdict.hpp"
#include "json/expectation_json.hpp"
#include "rig/scenario_file.hpp"

namespace mailrig::cli {
namespace {

struct Wanted {
  std::string file, server, inbox, junit;
  std::uint64_t after = 0;
  bool json = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

int verify(const Wanted& wanted) {
  const auto scenarios = read_scenario_files({wanted.file});
  if (!scenarios) {
    complain(scenarios.error().what);
    return exit_usage;
  }
  const Scenario& scenario = scenarios->front();
  if (scenario.expect.empty() || scenario.expect == "[]") {
    complain(wanted.file + ": there is nothing to verify (add \"expect\": [ … ])");
    return exit_usage;
  }
  if (!wanted.junit.empty())
    if (const std::string why = check_writable(wanted.junit); !why.empty()) {
      complain(why);
      return exit_usage;
    }
  json::VerifyCall call;
  call.expect = scenario.expect;
  call.inbox = wanted.inbox;
  call.after = wanted.after;
  const Remote remote(wanted.server);
  const auto report =
      ask_for_verdict(remote, json::write_verify_call(call),
                      json::longest_wait(scenario.expect) + std::chrono::seconds(60));
  if (!report) {
    complain(report.error().what);
    return report.error().code;
  }
  if (wanted.json) std::printf("%s\n", json::write_verdict(*report).c_str());
  const std::vector<Suite> suites{{scenario.name, report->results}};
  print_failures(remote, suites);
  if (!wanted.junit.empty())
    if (const std::string why = write_junit_file(remote, wanted.junit, suites); !why.empty()) {
      complain(why);
      return exit_usage;
    }
  return say_verdict(suites);
}

}  // namespace

void add_verify(CLI::App& program, Run& run) {
  CLI::App* app =
      program.add_subcommand("verify", "Check what a scenario file expects on a running server");
  const auto wanted = std::make_shared<Wanted>();
  app->add_option("file", wanted->file, "Scenario file; its \"expect\" counts, its rules do not")
      ->type_name("FILE")
      ->required();
  app->add_option("--inbox", wanted->inbox, "Only what this inbox got; * and ? are wildcards")
      ->type_name("NAME");
  app->add_option("--after", wanted->after, "Only what changed after this seq")->type_name("SEQ");
  app->add_option("--junit", wanted->junit, "Write a JUnit report")->type_name("FILE");
  app->add_flag("--json", wanted->json, "The verdict as JSON on stdout");
  app->add_option("--server", wanted->server, "URL (MAILRIG_URL, or http://127.0.0.1:8025)")
      ->type_name("URL");
  app->footer(
      "Exit: 0 all hold, 1 some do not, 2 bad file or usage, 3 no server. Why, and the\n"
      "conversations concerned, are on stderr; its last line is the verdict.\nExamples:\n"
      "  mailrig verify greylist.json --server http://127.0.0.1:8025\n"
      "  mailrig verify expect.json --inbox t42 --after 1042 --junit out.xml");
  app->callback([&run, wanted] { run = [wanted] { return verify(*wanted); }; });
}

}  // namespace mailrig::cli
