// mailrig wait: until mail has come, or has not.
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "cli/quantity.hpp"
#include "json/answer_json.hpp"
#include "rig/remote.hpp"

namespace mailrig::cli {
namespace {

struct Wanted {
  std::string to, from, subject, inbox, search, server;
  std::string timeout = "10s", quiet = "2s", print;
  std::uint64_t count = 1;
  bool none = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

std::string path(const std::string& address) { return address.empty() ? "<>" : address; }

std::string line_of(const json::ListedMessage& message) {
  std::string to;
  for (const json::ListedRecipient& one : message.to)
    to += (to.empty() ? "" : ",") + path(one.address);
  return message.id + " " + path(message.from) + " -> " + to + " " + std::to_string(message.size) +
         " octets: " + (message.subject.empty() ? "(no subject)" : message.subject);
}

void explain(const json::ReadProblem& problem) {
  complain(problem.detail.empty() ? problem.title : problem.detail);
  for (const json::ReadNearMiss& miss : problem.near_misses) {
    std::string line = "  " + miss.kind + " " + miss.id + " came close:";
    for (const json::ReadDifference& one : miss.differences)
      line += " " + one.field + " is \"" + one.found + "\", not \"" + one.wanted + "\";";
    if (line.back() == ';') line.pop_back();
    if (!miss.note.empty()) line += " (" + miss.note + ")";
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  if (problem.near_misses.empty() && !problem.hint.empty())
    std::fprintf(stderr, "  %s\n", problem.hint.c_str());
}

// What --print asks for, of one message.
int print(const Remote& remote, const json::ListedMessage& message, const std::string& what) {
  if (what.empty()) {
    std::printf("%s\n", line_of(message).c_str());
    return exit_ok;
  }
  const std::string target = "/v1/messages/" + message.id + (what == "json" ? "" : "/" + what);
  const auto answer = remote.get(target, {}, std::chrono::seconds(30));
  if (!answer || answer->status != 200) {
    complain(answer ? message.id + " cannot be printed as " + what + ": the server answers " +
                          std::to_string(answer->status)
                    : answer.error().what);
    return answer ? exit_failed : exit_unreachable;
  }
  std::fwrite(answer->body.data(), 1, answer->body.size(), stdout);
  if (what == "json") std::fputc('\n', stdout);
  return exit_ok;
}

int wait(const Wanted& wanted) {
  const auto time = parse_time(wanted.none ? wanted.quiet : wanted.timeout);
  const std::string flag = wanted.none ? "--for" : "--timeout";
  if (!time) {
    complain(flag + " is \"" + (wanted.none ? wanted.quiet : wanted.timeout) + "\": allowed is " +
             time.error().what);
    return exit_usage;
  }
  Parameters query;
  for (const auto& [name, value] : Parameters{{"to", wanted.to},
                                              {"from", wanted.from},
                                              {"subject", wanted.subject},
                                              {"inbox", wanted.inbox},
                                              {"q", wanted.search}})
    if (!value.empty()) query.emplace_back(name, value);
  if (wanted.none) {
    query.emplace_back("quiet", wanted.quiet);
  } else {
    query.emplace_back("wait", wanted.timeout);
    query.emplace_back("count", std::to_string(wanted.count));
    query.emplace_back("limit", std::to_string(std::min<std::uint64_t>(wanted.count, 1'000)));
  }
  const Remote remote(wanted.server);
  const auto answer = remote.get("/v1/messages", query, *time + std::chrono::seconds(10));
  if (!answer) {
    complain(answer.error().what);
    return exit_unreachable;
  }
  if (answer->status == 200) {
    const auto list = json::read_messages(answer->body);
    if (!list) {
      complain(remote.url() + " does not answer like mailrig");
      return exit_unreachable;
    }
    if (wanted.none) return exit_ok;
    // The list has the newest first; they are shown in the order they came.
    for (auto one = list->items.rbegin(); one != list->items.rend(); ++one)
      if (const int failed = print(remote, *one, wanted.print)) return failed;
    return exit_ok;
  }
  if (const auto problem = json::read_problem(answer->body))
    explain(*problem);
  else
    complain(remote.url() + " answers " + std::to_string(answer->status));
  if (answer->status == 422) return exit_failed;
  return answer->status == 400 ? exit_usage : exit_unreachable;
}

}  // namespace

void add_wait(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("wait", "Wait until mail has come, or see that none does");
  const auto wanted = std::make_shared<Wanted>();
  app->add_option("--to", wanted->to, "Recipient; * and ? are wildcards")->type_name("PATTERN");
  app->add_option("--from", wanted->from, "Sender")->type_name("PATTERN");
  app->add_option("--subject", wanted->subject, "Subject")->type_name("PATTERN");
  app->add_option("--inbox", wanted->inbox, "Only of this inbox")->type_name("NAME");
  app->add_option("--q", wanted->search, "Only what this search finds, as q= of the API does")
      ->type_name("SEARCH");
  auto* count = app->add_option("--count", wanted->count, "So many messages (1)")
                    ->type_name("N")
                    ->check(CLI::Range(1, 1'000'000));
  auto* timeout =
      app->add_option("--timeout", wanted->timeout, "For at most so long (10s)")->type_name("TIME");
  auto* none = app->add_flag("--none", wanted->none, "Succeed if none comes");
  app->add_option("--for", wanted->quiet, "With --none: for so long (2s)")
      ->type_name("TIME")
      ->needs(none);
  none->excludes(count)->excludes(timeout);
  app->add_option("--print", wanted->print, "The messages as raw, text or json, not a line each")
      ->type_name("FORM")
      ->check(CLI::IsMember({"raw", "text", "json"}))
      ->excludes(none);
  app->add_option("--server", wanted->server, "URL (MAILRIG_URL, or http://127.0.0.1:8025)")
      ->type_name("URL");
  app->footer(
      "Exit: 0 as wanted, 1 not, with near misses on stderr, 2 bad usage, 3 no server.\nExamples:\n"
      "  mailrig wait --to '*@shop.test' --subject 'Order *' --count 2 --timeout 30s\n"
      "  mailrig wait --to x@y.test --print text | grep -o 'https://[^ ]*'\n"
      "  mailrig wait --to x@y.test --none --for 2s");
  app->callback([&run, wanted] { run = [wanted] { return wait(*wanted); }; });
}

}  // namespace mailrig::cli
