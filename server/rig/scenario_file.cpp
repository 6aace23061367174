#include "rig/scenario_file.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

#include "json/rule_json.hpp"
#include "json/shipped.hpp"
#include "match/suggestion.hpp"

namespace mailrig {
namespace {

namespace fs = std::filesystem;

// A name without a path, that no file has, is that of a scenario that is compiled in.
bool is_shipped(const std::string& path) {
  std::error_code ignored;
  return !fs::exists(path, ignored) && json::shipped_scenario(path).has_value();
}

std::string no_file_hint(const std::string& path) {
  const std::string near = nearest(path, json::shipped_scenarios());
  if (!near.empty()) return "did you mean " + near + "?";
  return "name a scenario file that can be read, or one that is compiled in: " +
         joined(json::shipped_scenarios());
}

// A folder stands for the scenario files in it, by name; the format's own schema is none.
std::vector<std::string> without_folders(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  std::error_code error;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path, error) || is_shipped(path)) {
      files.push_back(path);
      continue;
    }
    const auto first = static_cast<std::ptrdiff_t>(files.size());
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error))
      if (entry->path().extension() == ".json" && entry->path().filename() != "schema.json")
        files.push_back(entry->path().string());
    if (error) files.push_back(path);  // reading it says why
    std::sort(files.begin() + first, files.end());
  }
  return files;
}

}  // namespace

Result<std::vector<Scenario>> read_scenario_files(const std::vector<std::string>& paths) {
  std::vector<Scenario> scenarios;
  std::map<std::string, std::string> file_of;
  std::string faults;
  const auto blame = [&](const std::string& what) {
    if (!faults.empty()) faults += "\n";
    faults += what;
  };
  for (const std::string& path : without_folders(paths)) {
    errno = 0;
    std::error_code ignored;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (is_shipped(path))
      text << *json::shipped_scenario(path);
    else if (!file || !(text << file.rdbuf())) {
      const bool empty = file && fs::file_size(path, ignored) == 0;
      blame(path + ": " +
            (empty ? std::string("the file is empty (write a JSON object with \"rules\")")
                   : std::generic_category().message(errno ? errno : EIO) + " (" +
                         no_file_hint(path) + ")"));
      continue;
    }
    auto scenario = json::read_scenario(text.str(), fs::path(path).stem().string());
    if (!scenario) {
      for (const Fault& fault : scenario.error())
        blame(path + ":" + fault.pointer + ": " + fault.reason +
              (fault.hint.empty() ? "" : " (" + fault.hint + ")"));
      continue;
    }
    const auto [place, fresh] = file_of.emplace(scenario->name, path);
    if (!fresh)
      blame(path + ":/name: the scenario \"" + scenario->name + "\" is in " + place->second +
            " already (give one of them another name)");
    else
      scenarios.push_back(std::move(*scenario));
  }
  if (!faults.empty()) return Error{faults};
  return scenarios;
}

}  // namespace mailrig
