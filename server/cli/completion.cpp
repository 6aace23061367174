// mailrig completion: what bash, zsh and fish offer on the tab key.
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "cli/reference.hpp"

namespace mailrig::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// A text within single quotes, for any shell.
std::string one_word(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  return out + "'";
}

std::vector<std::string> offered(const Command& command) {
  std::vector<std::string> words = command.operand_choices;
  for (const Flag& flag : command.flags)
    words.insert(words.end(), flag.names.begin(), flag.names.end());
  return words;
}

std::string zsh_flags(const Command& command) {
  std::string text;
  for (const Flag& flag : command.flags)
    for (const std::string& name : flag.names) {
      std::string spec = "*" + name + "[";
      for (const char c : flag.help) (spec += c == '[' || c == ']' || c == ':' ? "\\" : "") += c;
      spec += "]";
      if (!flag.value.empty())
        spec += ":" + flag.value + ":" +
                (flag.takes_file()      ? "_files"
                 : flag.choices.empty() ? " "
                                        : "(" + joined(flag.choices) + ")");
      text += " \\\n        " + one_word(spec);
    }
  if (!command.operand_choices.empty())
    text += " \\\n        " +
            one_word("1:" + command.operands + ":(" + joined(command.operand_choices) + ")");
  return text;
}

int print(const CLI::App& program, const std::string& shell) {
  const Reference all = reference(program);
  const std::string script = shell == "bash"  ? bash_completion(all)
                             : shell == "zsh" ? zsh_completion(all)
                                              : fish_completion(all);
  std::fwrite(script.data(), 1, script.size(), stdout);
  return exit_ok;
}

}  // namespace

std::string bash_completion(const Reference& all) {
  std::string names, values, words;
  for (const Command& command : all.commands) {
    names += (names.empty() ? "" : " | ") + command.name;
    words += "    " + command.name + ") words=" + one_word(joined(offered(command))) + " ;;\n";
    const std::string place = command.name == all.fallback().name ? "*" : command.name;
    for (const Flag& flag : command.flags) {
      if (flag.value.empty()) continue;
      std::string pattern;
      for (const std::string& name : flag.names)
        pattern += (pattern.empty() ? "" : " | ") + place + ":" + name;
      values +=
          "    " + pattern + ") " +
          (flag.takes_file() ? "files=1" : "words=" + one_word(joined(flag.choices)) + " value=1") +
          " ;;\n";
    }
  }
  std::string top = offered(all.fallback()).empty() ? "" : joined(offered(all.fallback()));
  for (const Command& command : all.commands) top += " " + command.name;
  return "# bash completion for mailrig; `mailrig completion bash` writes it.\n"
         "_mailrig() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local command='' words='' files='' value='' word\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    case $word in " +
         names +
         ") command=$word && break ;; esac\n"
         "  done\n"
         "  case $command:$previous in\n" +
         values +
         "  esac\n"
         "  if [ -n \"$files\" ]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
         "    return\n"
         "  fi\n"
         "  if [ -z \"$value\" ]; then case $command in\n"
         "    '') words=" +
         one_word(top) + " ;;\n" + words +
         "  esac; fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -F _mailrig mailrig\n";
}

std::string zsh_completion(const Reference& all) {
  std::string commands, cases;
  for (const Command& command : all.commands) {
    commands += "    " + one_word(command.name + ":" + command.help) + "\n";
    cases += "      " + command.name + ") _arguments" + zsh_flags(command) + " ;;\n";
  }
  return "#compdef mailrig\n"
         "# zsh completion for mailrig; `mailrig completion zsh` writes it.\n"
         "_mailrig() {\n"
         "  local context curcontext=$curcontext state line\n"
         "  typeset -A opt_args\n"
         "  local -a commands=(\n" +
         commands +
         "  )\n"
         "  _arguments -C '1: :->command' '*:: :->rest'" +
         zsh_flags(all.fallback()) +
         "\n"
         "  case $state in\n"
         "    command) _describe command commands ;;\n"
         "    rest) case $words[1] in\n" +
         cases +
         "    esac ;;\n"
         "  esac\n"
         "}\n"
         "if [ \"$funcstack[1]\" = _mailrig ]; then _mailrig \"$@\"; else compdef _mailrig "
         "mailrig; fi\n";
}

std::string fish_completion(const Reference& all) {
  std::string text =
      "# fish completion for mailrig; `mailrig completion fish` writes it.\n"
      "complete -c mailrig -f\n";
  for (const Command& command : all.commands)
    text += "complete -c mailrig -n __fish_use_subcommand -a " + command.name + " -d " +
            one_word(command.help) + "\n";
  for (const Command& command : all.commands) {
    std::string when = "__fish_seen_subcommand_from " + command.name;
    if (command.name == all.fallback().name) when += "; or __fish_use_subcommand";
    const std::string start = "complete -c mailrig -n " + one_word(when);
    if (!command.operand_choices.empty())
      text += start + " -a " + one_word(joined(command.operand_choices)) + "\n";
    for (const Flag& flag : command.flags) {
      std::string line = start;
      for (const std::string& name : flag.names)
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (flag.takes_file())
        line += " -r -F";
      else if (!flag.value.empty())
        line += flag.choices.empty() ? " -x" : " -x -a " + one_word(joined(flag.choices));
      text += line + " -d " + one_word(flag.help) + "\n";
    }
  }
  return text;
}

void add_completion(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("completion", "Print what bash, zsh or fish completes by");
  const auto shell = std::make_shared<std::string>();
  app->add_option("shell", *shell, "bash, zsh or fish")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  app->footer("Example:\n  source <(mailrig completion bash)");
  app->callback(
      [&run, &program, shell] { run = [&program, shell] { return print(program, *shell); }; });
}

}  // namespace mailrig::cli
