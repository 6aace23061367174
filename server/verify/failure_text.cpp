#include "verify/failure_text.hpp"

namespace mailrig {
namespace {

std::string line_of(const NearRecord& near) {
  std::string line = near.kind + " " + near.id + " came close:";
  if (near.miss.differences.empty()) line += " it matched";
  for (const Difference& one : near.miss.differences)
    line += " " + to_string(one.field) + " is \"" + one.found + "\", not \"" + one.wanted + "\";";
  if (line.back() == ';') line.pop_back();
  if (!near.note.empty()) line += " (" + near.note + ")";
  return line;
}

std::string line_of(const TraceLine& line) {
  const TraceEntry& entry = line.entry;
  std::string text =
      line.record + (line.stage.empty() ? "" : " at " + line.stage) + ": rule " + entry.rule;
  if (!entry.key.empty()) text += ", key " + entry.key;
  text += ", ordinal " + std::to_string(entry.ordinal);
  if (entry.gate == Gate::fired) return text + ": fired";
  return text + ": held back" + (entry.why.empty() ? "" : ", " + entry.why);
}

}  // namespace

std::string failure_text(const ExpectationResult& result) {
  std::string text;
  for (const std::string& sentence : result.because) text += sentence + "\n";
  for (const NearRecord& near : result.near_misses) text += line_of(near) + "\n";
  for (const TraceLine& line : result.trace) text += line_of(line) + "\n";
  return text;
}

}  // namespace mailrig
