// Where settings come from: flags, environment variables, a config file, in this precedence.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/setting.hpp"
#include "mail/result.hpp"

namespace mailrig::cli {

// The values given for one setting, and where, for errors: "--idle", "MAILRIG_IDLE", "rig.conf:3".
struct Given {
  std::string where;
  std::vector<std::string> values;
};
using GivenByName = std::map<std::string, Given>;

// Variables that begin with MAILRIG_, of `environment` (entries like "NAME=value"). One that is
// not known is an error with the nearest right name, except what Kubernetes injects for a service
// named mailrig. `config` is set to the value of MAILRIG_CONFIG, if there is one.
Result<GivenByName> read_environment(const char* const* environment, std::string& config);

// Lines of `name = value`, the names of the flags without dashes; `#` begins a comment line, a
// repeated name adds a value, quotes around a value are taken off.
Result<GivenByName> read_config(const std::string& path);

// Applies the sources; earlier ones win. Errors name where, the value and what is allowed.
Result<ServeOptions> resolve(const std::vector<GivenByName>& sources, ServeOptions defaults);

}  // namespace mailrig::cli
