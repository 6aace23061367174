// The settings of the server: one table for flags, environment variables and the config file.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/rig.hpp"

namespace mailrig::cli {

// What `mailrig serve` is told.
struct ServeOptions {
  RigOptions rig;
  std::string port_file;
  bool json = false;  // the ready line for machines
};

struct Setting {
  std::string name;         // "smtp-port": the flag is --smtp-port, the variable MAILRIG_SMTP_PORT
  std::string placeholder;  // "PORT"
  std::string help;
  std::string group;
  bool repeatable = false;  // all values are applied together
  // Nothing, or what is allowed instead.
  std::function<std::string(ServeOptions&, const std::vector<std::string>& values)> apply;

  char separator = ',';  // between values in a variable

  std::string flag() const { return "--" + name; }
  std::string variable() const;  // "MAILRIG_SMTP_PORT"
};

const std::vector<Setting>& settings();

// The name of `names` that `word` was most likely meant to be; empty if none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& names);

}  // namespace mailrig::cli
