#include "cli/command.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "cli/setting.hpp"

namespace mailrig::cli {
namespace {

// The flag that an unknown argument was most likely meant to be, of the subcommand in use.
std::string suggestion(const CLI::App& program, int count, char** arguments) {
  const auto used = program.get_subcommands();
  const CLI::App& app = used.empty() ? program : *used.front();
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  for (int i = 1; i < count; ++i) {
    std::string word = arguments[i];
    word.resize(std::min(word.find('='), word.size()));
    if (!word.starts_with("--") || std::find(known.begin(), known.end(), word) != known.end())
      continue;
    const std::string near = nearest(word, known);
    return near.empty() ? "" : "; did you mean " + near + "?";
  }
  return "";
}

// A flag of the server that stands before a command which starts none; empty if there is none.
std::string misplaced_flag(const CLI::App& program) {
  const auto used = program.get_subcommands();
  if (used.empty() || used.front()->get_name() == "serve") return "";
  for (const CLI::Option* option : program.get_options())
    if (option->count() > 0) return "--" + option->get_lnames().front();
  return "";
}

// Called by that name, as programs call /usr/sbin/sendmail, it is that subcommand.
bool is_sendmail(std::string_view program) {
  return program.substr(program.rfind('/') + 1) == "sendmail";
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App program("A fake mail server that keeps every message and fails on purpose.", "mailrig");
  program.set_version_flag("--version", "mailrig " MAILRIG_VERSION);
  program.require_subcommand(0, 1);
  program.footer(
      "Without a command it serves; `mailrig serve --help` lists the flags.\n"
      "Examples:\n"
      "  mailrig                                   SMTP on 1025, HTTP on 8025, loopback only\n"
      "  mailrig --smtp-port 0 --port-file ports   free ports, written to a file\n"
      "  mailrig wait --to x@y.test --timeout 10s  until that mail has come\n"
      "  mailrig log --follow                      what happens, a line a transaction");
  Run run;
  add_serve(program, run);
  add_wait(program, run);
  add_log(program, run);
  add_sendmail(program, run);
  add_load(program, run);
  add_healthcheck(program, run);
  add_completion(program, run);
  add_manual(program, run);
  std::vector<char*> words(arguments, arguments + count);
  std::string sendmail = "sendmail";
  if (count > 0 && is_sendmail(words.front())) words.insert(words.begin() + 1, sendmail.data());
  try {
    program.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::Success& asked) {  // --help, --version
    return program.exit(asked);
  } catch (const CLI::ExtrasError& error) {
    std::fprintf(stderr, "mailrig: %s%s\n", error.what(),
                 suggestion(program, count, arguments).c_str());
    return exit_usage;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "mailrig: %s (--help shows what is allowed)\n", error.what());
    return exit_usage;
  }
  if (const std::string flag = misplaced_flag(program); !flag.empty()) {
    std::fprintf(stderr, "mailrig: %s is a flag of serve, and %s does not serve\n", flag.c_str(),
                 program.get_subcommands().front()->get_name().c_str());
    return exit_usage;
  }
  return run();
}

}  // namespace mailrig::cli
