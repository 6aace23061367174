// mailrig manual: its own manual page, for packages.
#include <cstdio>

#include "cli/command.hpp"
#include "cli/reference.hpp"
#include "cli/setting.hpp"

namespace mailrig::cli {
namespace {

// Text for roff: a hyphen that can be copied, no line that begins with a request.
std::string escaped(const std::string& text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string heading(const Flag& flag) {
  std::string text = ".TP\n";
  std::string names;
  for (const std::string& name : flag.names)
    names += (names.empty() ? "\\fB" : ", \\fB") + escaped(name) + "\\fR";
  if (!flag.value.empty()) names += " \\fI" + escaped(flag.value) + "\\fR";
  return text + names + "\n";
}

std::string flags_of(const Command& command) {
  std::string text;
  for (const Flag& flag : command.flags) {
    text += heading(flag) + escaped(flag.help);
    for (std::size_t i = 0; i < flag.choices.size(); ++i)
      text += (i ? ", " : ": one of ") + escaped(flag.choices[i]);
    text += "\n";
  }
  return text;
}

// Lines as they stand: footers are laid out by hand.
std::string literal(const std::string& text) {
  return text.empty() ? "" : ".PP\n.nf\n" + escaped(text) + "\n.fi\n";
}

}  // namespace

std::string manual(const Reference& all) {
  std::string text =
      ".\\\" Written by `mailrig manual` from its command line.\n.TH MAILRIG 1 \"\" \"" +
      escaped(all.version) + "\" \"User Commands\"\n.SH NAME\nmailrig \\- " +
      escaped("a fake mail server that keeps every message and fails on purpose") +
      "\n.SH SYNOPSIS\n";
  for (const Command& command : all.commands) {
    const bool fallback = command.name == all.fallback().name;
    text += std::string(&command == &all.commands.front() ? "" : ".br\n") + "\\fBmailrig\\fR " +
            (fallback ? "[\\fB" + command.name + "\\fR]" : "\\fB" + command.name + "\\fR") +
            " [\\fIflags\\fR]" +
            (command.operands.empty() ? "" : " \\fI" + escaped(command.operands) + "\\fR") + "\n";
  }
  text +=
      ".SH DESCRIPTION\n"
      "mailrig takes every mail and relays none. It keeps each SMTP transaction with all its "
      "octets and the\nwhole conversation, answers questions about them over HTTP, and fails "
      "on purpose, exactly as scripted.\n";
  text += literal(all.footer);
  for (const Command& command : all.commands) {
    text += ".SH MAILRIG " + escaped(command.name) + "\n" + escaped(command.help) + ".\n";
    text += flags_of(command) + literal(command.footer);
  }
  text +=
      ".SH ENVIRONMENT\nA flag wins over its variable, a variable over the config file. "
      "Of a variable that repeats, commas\nseparate the values. A variable with this prefix "
      "that is not known is an error.\n";
  for (const Setting& setting : settings())
    text +=
        ".TP\n\\fB" + setting.variable() + "\\fR\nAs \\fB" + escaped(setting.flag()) + "\\fR.\n";
  text +=
      ".TP\n\\fBMAILRIG_CONFIG\\fR\nAs \\fB\\-\\-config\\fR.\n"
      ".TP\n\\fBMAILRIG_URL\\fR\nThe server that other commands ask, as \\fB\\-\\-server\\fR.\n"
      ".TP\n\\fBLISTEN_FDS\\fR, \\fBLISTEN_PID\\fR\nListening sockets from systemd "
      "(sd_listen_fds(3)), used where a listener's\naddress and port are those of the socket.\n";
  return text;
}

void add_manual(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("manual", "Print the manual page")->group("");
  app->callback([&run, &program] {
    run = [&program] {
      const std::string page = manual(reference(program));
      std::fwrite(page.data(), 1, page.size(), stdout);
      return exit_ok;
    };
  });
}

}  // namespace mailrig::cli
