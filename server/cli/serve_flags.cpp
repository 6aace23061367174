#include "cli/serve_flags.hpp"

#include <unistd.h>

namespace mailrig::cli {

void add_serve_flags(CLI::App& app, ServeFlags& flags, bool shown) {
  for (const Setting& setting : settings()) {
    CLI::Option* option = nullptr;
    if (setting.name == "json") {
      option = app.add_flag(setting.flag(), flags.json, setting.help);
    } else {
      option = app.add_option(setting.flag(), flags.values[setting.name], setting.help);
      option->type_name(setting.placeholder)->expected(1)->allow_extra_args(false);
      if (setting.repeatable) option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    option->group(shown ? setting.group : "");
  }
  app.add_option("--config", flags.config, "File of name = value, the names as here")
      ->type_name("FILE")
      ->group(shown ? "Behaviour" : "");
}

Result<ServeOptions> options_of(const ServeFlags& flags, ServeOptions defaults) {
  GivenByName given;
  for (const auto& [name, values] : flags.values)
    if (!values.empty()) given[name] = {"--" + name, values};
  if (flags.json) given["json"] = {"--json", {"true"}};
  std::string config;
  auto variables = read_environment(environ, config);
  if (!variables) return variables.error();
  if (!flags.config.empty()) config = flags.config;
  GivenByName file;
  if (!config.empty()) {
    auto read = read_config(config);
    if (!read) return read.error();
    file = std::move(*read);
  }
  return resolve({given, *variables, file}, std::move(defaults));
}

}  // namespace mailrig::cli
