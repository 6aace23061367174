// The command line as data, for what is written from it: the manual page and shell completions.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace mailrig::cli {

struct Flag {
  std::vector<std::string> names;    // "--to", "-h"
  std::string value;                 // "FILE"; empty for a switch
  std::vector<std::string> choices;  // of the value, if it is one of few
  std::string help;

  bool takes_file() const { return value == "FILE" || value == "OUT"; }
};

struct Command {
  std::string name;  // "wait"
  std::string help;
  std::string operands;  // "SHELL", "-- CMD..."; empty if there are none
  std::vector<std::string> operand_choices;
  std::vector<Flag> flags;
  std::string footer;  // exit codes, examples
};

struct Reference {
  std::string name, help, footer, version;
  std::vector<Command> commands;  // as --help shows them, without hidden ones

  // What runs without a command: its flags may stand alone.
  const Command& fallback() const { return commands.front(); }
};

Reference reference(const CLI::App& program);

// Scripts for /usr/share/bash-completion/completions, zsh's fpath (_mailrig), fish's completions.
std::string bash_completion(const Reference& reference);
std::string zsh_completion(const Reference& reference);
std::string fish_completion(const Reference& reference);
// mailrig(1), in man(7) macros.
std::string manual(const Reference& reference);

}  // namespace mailrig::cli
