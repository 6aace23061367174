// mailrig log: what happened, a line a transaction.
#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <set>

#include "cli/command.hpp"
#include "json/answer_json.hpp"
#include "rig/remote.hpp"

namespace mailrig::cli {
namespace {

struct Wanted {
  std::string server, search;
  bool refused = false, follow = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

// Control characters of a client must not reach the terminal.
std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out.empty() ? "<>" : out;
}

// What rules are called; asked again for one that is not known yet.
class RuleNames {
 public:
  explicit RuleNames(const Remote& remote) : remote_(remote) {}

  std::string of(const std::string& id) {
    if (id.starts_with('+')) return id;  // of an address, and its own name
    if (!names_.contains(id) && unknown_.insert(id).second) {
      const auto answer = remote_.get("/v1/rules", {}, std::chrono::seconds(30));
      if (answer && answer->status == 200) names_ = json::read_rule_names(answer->body);
    }
    const auto found = names_.find(id);
    return found == names_.end() ? id : found->second;
  }

 private:
  const Remote& remote_;
  std::map<std::string, std::string> names_;
  std::set<std::string> unknown_;
};

std::string line_of(const json::ListedTransaction& one, bool colours, RuleNames& names) {
  std::string to;
  bool accepted = one.to.empty();
  for (const json::ListedRecipient& recipient : one.to) {
    to += (to.empty() ? "" : ",") + shown(recipient.address);
    accepted |= recipient.reply.starts_with("2");
  }
  const char* colour = one.outcome.starts_with("2")   ? "\x1b[32m"
                       : one.outcome.starts_with("4") ? "\x1b[33m"
                                                      : "\x1b[31m";
  std::string line = colours ? colour + one.outcome + "\x1b[0m" : one.outcome;
  line += accepted ? " " + shown(one.from) + " -> " + (to.empty() ? "(nobody)" : to) + " " +
                         std::to_string(one.size) + " octets"
                   : " RCPT " + to;
  for (const std::string& rule : one.rules) line += " rule=" + shown(names.of(rule));
  return line + " " + one.id + " " + one.session;
}

int failure(const Remote& remote, const Result<Remote::Answer>& answer) {
  if (!answer)
    complain(answer.error().what);
  else if (const auto problem = json::read_problem(answer->body))
    complain(problem->detail);
  else
    complain(remote.url() + " does not answer like mailrig");
  return answer && answer->status == 400 ? exit_usage : exit_unreachable;
}

int log(const Wanted& wanted) {
  using std::chrono::seconds;
  const Remote remote(wanted.server);
  const bool colours = ::isatty(STDOUT_FILENO);
  RuleNames names(remote);
  const auto print = [&](const json::ListedTransaction& one) {
    if (!wanted.refused || !one.outcome.starts_with("2"))
      std::printf("%s\n", line_of(one, colours, names).c_str());
  };
  std::uint64_t seen = 0;
  std::set<std::string> early;  // ended while the pages were read: `after` will name them again
  for (std::string cursor;;) {
    Parameters query = {{"order", "asc"}, {"limit", "1000"}};
    if (!cursor.empty()) query.emplace_back("cursor", cursor);
    if (!wanted.search.empty()) query.emplace_back("q", wanted.search);
    const auto answer = remote.get("/v1/transactions", query, seconds(30));
    const auto list =
        answer && answer->status == 200 ? json::read_transactions(answer->body) : std::nullopt;
    if (!list) return failure(remote, answer);
    if (cursor.empty()) seen = list->seq;
    for (const auto& one : list->items) {
      print(one);
      if (one.seq > seen) early.insert(one.id);
    }
    cursor = list->next;
    if (cursor.empty()) break;
  }
  while (wanted.follow) {
    std::fflush(stdout);
    if (std::ferror(stdout)) return exit_failed;
    Parameters query = {
        {"order", "asc"}, {"limit", "1000"}, {"after", std::to_string(seen)}, {"wait", "20s"}};
    if (!wanted.search.empty()) query.emplace_back("q", wanted.search);
    const auto answer = remote.get("/v1/transactions", query, seconds(40));
    if (answer && answer->status == 422) continue;  // nothing new in this time
    const auto list =
        answer && answer->status == 200 ? json::read_transactions(answer->body) : std::nullopt;
    if (!list) return failure(remote, answer);
    for (const auto& one : list->items) {
      if (early.erase(one.id) == 0) print(one);
      seen = std::max(seen, one.seq);
    }
  }
  return exit_ok;
}

}  // namespace

void add_log(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("log", "Show what happened, a line a transaction");
  const auto wanted = std::make_shared<Wanted>();
  app->add_flag("--refused", wanted->refused, "Only what was not accepted");
  app->add_option("--q", wanted->search, "Only what this search finds, as q= of the API does")
      ->type_name("SEARCH");
  app->add_flag("--follow", wanted->follow, "Go on with what happens from now on");
  app->add_option("--server", wanted->server, "URL (MAILRIG_URL, or http://127.0.0.1:8025)")
      ->type_name("URL");
  app->footer(
      "Examples:\n  mailrig log --refused\n  mailrig log --q 'to:ann rule:full since:5m'\n  "
      "mailrig log --follow --server http://ci:8025");
  app->callback([&run, wanted] { run = [wanted] { return log(*wanted); }; });
}

}  // namespace mailrig::cli
