#include "transcripts/dialogue.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace mailrig::transcripts {
namespace {

std::string shipped(std::string_view name) {
  const auto folder = std::filesystem::path(MAILRIG_TESTS_DIR).parent_path() / "scenarios";
  std::ifstream in(folder / (std::string(name) + ".json"));
  if (!in) throw std::runtime_error("no such scenario: " + std::string(name));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool take(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word)) return false;
  line.remove_prefix(word.size());
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return true;
}

std::uint64_t number(std::string_view text) { return std::stoull(std::string(text)); }

std::string_view word(std::string_view& line) {
  const std::string_view first = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(line.size(), first.size() + 1));
  return first;
}

Claim read_claim(std::string_view line, int at) {
  Claim claim;
  claim.what = word(line);
  claim.line = at;
  static constexpr std::array<std::string_view, 7> of_one{
      "outcome", "raw", "recipients", "kept-for", "data-replies", "parameters", "xforward"};
  static constexpr std::array<std::string_view, 10> of_all{
      "messages", "transactions", "note",   "no-note", "tls",
      "user",     "mechanism",    "client", "marks",   "closed-by"};
  const auto among = [&](const auto& words) {
    return std::find(words.begin(), words.end(), claim.what) != words.end();
  };
  if (among(of_one))
    claim.which = number(word(line));
  else if (!among(of_all))
    throw std::runtime_error("unknown claim: " + claim.what);
  claim.value = claim.what == "raw" ? unescape(line) : std::string(line);
  return claim;
}

void read_line(Dialogue& dialogue, std::string_view line, int at) {
  if (line.empty() || line.front() == '#') return;
  if (take(line, "rule "))
    dialogue.rules.emplace_back(line);
  else if (take(line, "scenario "))
    dialogue.scenarios.emplace_back(line);
  else if (line == "not over tcp")
    dialogue.over_tcp = false;
  else if (take(line, "shipped "))
    dialogue.scenarios.push_back(shipped(line));
  else if (take(line, "advance "))
    dialogue.steps.push_back({Step::Kind::advance, std::string(line), at});
  else if (take(line, "state "))
    dialogue.steps.push_back({Step::Kind::state, std::string(line), at});
  else if (take(line, "limit ")) {
    const std::string name(word(line));
    dialogue.limits.push_back({name, number(line)});
  } else if (take(line, "option ")) {
    const std::string name(word(line));
    dialogue.options.push_back({name, std::string(line)});
  } else if (take(line, "room "))
    dialogue.limits.push_back({"room", number(line)});
  else if (take(line, "C:"))
    dialogue.steps.push_back({Step::Kind::client, std::string(line) + "\r\n", at});
  else if (take(line, "C!"))
    dialogue.steps.push_back({Step::Kind::client, unescape(line), at});
  else if (take(line, "S:"))
    dialogue.steps.push_back({Step::Kind::server, std::string(line), at});
  else if (take(line, "C&"))
    dialogue.steps.push_back({Step::Kind::burst, unescape(line), at});
  else if (take(line, "S..:"))
    dialogue.steps.push_back({Step::Kind::server_until, std::string(line), at});
  else if (take(line, "tls"))
    dialogue.steps.push_back({Step::Kind::tls, std::string(line), at});
  else if (take(line, "closed"))
    dialogue.steps.push_back({Step::Kind::closed, std::string(line), at});
  else if (take(line, "idle"))
    dialogue.steps.push_back({Step::Kind::idle, "", at});
  else if (take(line, "shutdown"))
    dialogue.steps.push_back({Step::Kind::shutdown, "", at});
  else if (take(line, "then "))
    dialogue.claims.push_back(read_claim(line, at));
  else
    throw std::runtime_error("cannot be read: " + std::string(line));
}

}  // namespace

bool Dialogue::in_one_piece() const {
  if (!steps.empty() && steps.front().kind == Step::Kind::client) return false;
  // A profile may mind what comes too early.
  for (const Option& option : options)
    if (option.name == "profile" && option.value != "default" && option.value != "vulnerable")
      return false;
  return std::none_of(steps.begin(), steps.end(), [](const Step& step) {
    return step.kind == Step::Kind::idle || step.kind == Step::Kind::shutdown ||
           step.kind == Step::Kind::tls || step.kind == Step::Kind::burst ||
           step.kind == Step::Kind::advance || step.kind == Step::Kind::state;
  });
}

std::string Dialogue::client_octets() const {
  std::string octets;
  for (const Step& step : steps)
    if (step.kind == Step::Kind::client) octets += step.text;
  return octets;
}

Dialogue read_dialogue(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + ": cannot be opened");
  Dialogue dialogue;
  dialogue.file = path;
  int at = 0;
  for (std::string line; std::getline(in, line);) {
    try {
      read_line(dialogue, line, ++at);
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ":" + std::to_string(at) + ": " + error.what());
    }
  }
  return dialogue;
}

std::vector<std::string> dialogue_files() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(MAILRIG_TESTS_DIR) + "/transcripts"))
    if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

bool glob_matches(std::string_view glob, std::string_view text) {
  std::size_t g = 0, t = 0;
  std::size_t star = std::string_view::npos, from = 0;
  while (t < text.size()) {
    const bool escaped = g + 1 < glob.size() && glob[g] == '\\';
    if (g < glob.size() && !escaped && glob[g] == '*') {
      star = ++g;
      from = t;
    } else if (g < glob.size() &&
               (escaped ? glob[g + 1] == text[t] : glob[g] == '?' || glob[g] == text[t])) {
      g += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star;
      t = ++from;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::string unescape(std::string_view text) {
  std::string octets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      octets += text[i];
      continue;
    }
    if (++i == text.size()) throw std::runtime_error("nothing behind the last \\");
    switch (text[i]) {
      case 'r':
        octets += '\r';
        break;
      case 'n':
        octets += '\n';
        break;
      case 't':
        octets += '\t';
        break;
      case '0':
        octets += '\0';
        break;
      case '\\':
        octets += '\\';
        break;
      case 'x':
        octets += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
        break;
      case '{': {
        const std::size_t times = text.find('*', i), end = text.find('}', i);
        if (end == std::string_view::npos || times > end)
          throw std::runtime_error("\\{ needs a count, * and text, and }");
        const std::string_view part = text.substr(times + 1, end - times - 1);
        for (auto n = number(text.substr(i + 1, times - i - 1)); n > 0; --n) octets += part;
        i = end;
        break;
      }
      default:
        throw std::runtime_error(std::string("unknown escape \\") + text[i]);
    }
  }
  return octets;
}

}  // namespace mailrig::transcripts
