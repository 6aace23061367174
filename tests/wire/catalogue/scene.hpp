// The catalogue of faults as files: rows that must be shown, and scenes that show them. Only reads;
// the stage carries a scene out.
#pragma once

#include <string>
#include <vector>

namespace mailrig::wire {

// A line of a scene: "S: 250 *" is the verb `S:` with the argument `250 *`.
struct Line {
  std::string verb, argument;
  int number = 0;  // in the file
};

// One client's, or several clients', meeting with one fault.
//   fault NAME            begins a scene; NAME is a row of rows.txt. What follows in brackets tells
//                         it from others of the same row
//   # …                   a comment
// The verbs are in stage.cpp.
struct Scene {
  std::string file, section;  // the file's name without .txt is the section
  std::string row, variant;
  std::vector<Line> lines;

  std::string title() const;  // for a test: letters, digits and _
};

// A line of rows.txt. `later` is why it has no scene; empty: it must have one.
struct Row {
  std::string section, name, later;

  bool operator==(const Row&) const = default;
};

// Throw std::runtime_error with file and line if they cannot be read.
std::vector<Scene> read_scenes();
std::vector<Row> read_rows();

}  // namespace mailrig::wire
