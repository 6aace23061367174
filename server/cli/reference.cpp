#include "cli/reference.hpp"

namespace mailrig::cli {
namespace {

// CLI11 shows a check for membership as "FORM:{raw,text,json}".
void read_type(const std::string& type, std::string& value, std::vector<std::string>& choices) {
  const auto open = type.find(":{");
  value = type.substr(0, type.find(':'));
  if (open == std::string::npos) return;
  std::string word;
  for (std::size_t at = open + 2; at < type.size() && type[at] != '}'; ++at) {
    if (type[at] != ',') {
      word += type[at];
      continue;
    }
    choices.push_back(word);
    word.clear();
  }
  if (!word.empty()) choices.push_back(word);
}

Flag flag_of(const CLI::Option& option) {
  Flag flag;
  for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  flag.help = option.get_description();
  if (option.get_items_expected_max() > 0)
    read_type(option.get_type_name(), flag.value, flag.choices);
  return flag;
}

Command command_of(const CLI::App& app) {
  Command command;
  command.name = app.get_name();
  command.help = app.get_description();
  command.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      std::string value;
      read_type(option->get_type_name(), value, command.operand_choices);
      command.operands += (command.operands.empty() ? "" : " ") + value +
                          (option->get_items_expected_max() > 1 ? "..." : "");
    } else {
      command.flags.push_back(flag_of(*option));
    }
  }
  return command;
}

}  // namespace

Reference reference(const CLI::App& program) {
  Reference all{
      program.get_name(), program.get_description(), program.get_footer(), program.version(), {}};
  for (const CLI::App* app : program.get_subcommands([](const CLI::App*) { return true; }))
    if (!app->get_group().empty()) all.commands.push_back(command_of(*app));
  return all;
}

}  // namespace mailrig::cli
