// The flags of the server, for the subcommands that start one.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "cli/sources.hpp"

namespace mailrig::cli {

struct ServeFlags {
  std::map<std::string, std::vector<std::string>> values;  // by setting
  bool json = false;
  std::string config;
};

// One flag a setting, and --config; hidden ones work, but --help does not list them.
void add_serve_flags(CLI::App& app, ServeFlags& flags, bool shown);

// From flags, environment and config file over `defaults`.
Result<ServeOptions> options_of(const ServeFlags& flags, ServeOptions defaults);

}  // namespace mailrig::cli
