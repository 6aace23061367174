#include "wire/catalogue/scene.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace mailrig::wire {
namespace {

const std::filesystem::path folder =
    std::filesystem::path(MAILRIG_TESTS_DIR) / "wire" / "catalogue";

std::runtime_error unreadable(const std::filesystem::path& file, int line, const std::string& why) {
  return std::runtime_error(file.string() + ":" + std::to_string(line) + ": " + why);
}

void read_file(const std::filesystem::path& file, std::vector<Scene>& scenes) {
  std::ifstream in(file);
  int number = 0;
  bool begun = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string verb = line.substr(0, blank);
    const std::string argument = line.substr(std::min(blank + 1, line.size()));
    if (verb == "fault") {
      const std::size_t bracket = argument.find(" [");
      Scene scene{
          file.filename().string(), file.stem().string(), argument.substr(0, bracket), "", {}};
      if (bracket != std::string::npos)
        scene.variant = argument.substr(bracket + 2, argument.size() - bracket - 3);
      scenes.push_back(std::move(scene));
      begun = true;
    } else if (!begun) {
      throw unreadable(file, number, "a scene begins with `fault NAME`");
    } else {
      scenes.back().lines.push_back({verb, argument, number});
    }
  }
}

}  // namespace

std::string Scene::title() const {
  std::string text = section + " " + row + (variant.empty() ? "" : " " + variant), title;
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (word)
      title += c;
    else if (!title.ends_with('_'))
      title += '_';
  }
  return title;
}

std::vector<Scene> read_scenes() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt" && entry.path().filename() != "rows.txt")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Scene> scenes;
  for (const auto& file : files) read_file(file, scenes);
  return scenes;
}

std::vector<Row> read_rows() {
  const std::filesystem::path file = folder / "rows.txt";
  std::ifstream in(file);
  std::vector<Row> rows;
  std::string section;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      section = line.substr(1, line.find(']') - 1);
      continue;
    }
    if (section.empty()) throw unreadable(file, number, "a row stands below its [section]");
    static const std::string mark = " | later: ";
    const std::size_t later = line.find(mark);
    rows.push_back({section, line.substr(0, later),
                    later == std::string::npos ? "" : line.substr(later + mark.size())});
  }
  return rows;
}

}  // namespace mailrig::wire
