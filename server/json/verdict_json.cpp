#include "json/verdict_json.hpp"

#include "json/document.hpp"
#include "json/event_json.hpp"
#include "json/near_miss_node.hpp"
#include "json/nullable.hpp"

namespace mailrig::json {
namespace {

Tree trace_tree(const std::vector<TraceLine>& lines) {
  Tree out = Tree::array();
  for (const TraceLine& line : lines) {
    Tree each{{"record", line.record}, {"stage", null_if_empty(line.stage)}};
    each.update(trace_entry_tree(line.entry));
    out.push_back(std::move(each));
  }
  return out;
}

Tree result_tree(const ExpectationResult& result) {
  return {{"name", result.name},
          {"verdict", mailrig::to_string(result.verdict)},
          {"because", result.because},
          {"records", result.records},
          {"sessions", result.sessions},
          {"nearMisses", near_misses_tree(result.near_misses)},
          {"trace", trace_tree(result.trace)}};
}

// --- reading: what is missing reads as empty, so that servers of other versions can be asked ---

std::string text(const Tree& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return {};
  return object[name].get<std::string>();
}

std::uint64_t number(const Tree& object, const char* name) {
  if (!object.is_object() || !object.contains(name)) return 0;
  return object[name].is_number_unsigned() ? object[name].get<std::uint64_t>() : 0;
}

const Tree& list(const Tree& object, const char* name) {
  static const Tree none = Tree::array();
  if (!object.is_object() || !object.contains(name) || !object[name].is_array()) return none;
  return object[name];
}

std::vector<std::string> texts(const Tree& object, const char* name) {
  std::vector<std::string> all;
  for (const Tree& each : list(object, name))
    if (each.is_string()) all.push_back(each.get<std::string>());
  return all;
}

Judgement judgement(const std::string& word) {
  if (word == "pass") return Judgement::pass;
  return word == "fail" ? Judgement::fail : Judgement::error;
}

NearRecord read_near(const Tree& tree) {
  NearRecord near{text(tree, "kind"), text(tree, "id"), {}, text(tree, "note")};
  if (tree.contains("distance") && tree["distance"].is_number())
    near.miss.distance = tree["distance"].get<double>();
  for (const Tree& each : list(tree, "differences"))
    if (const auto field = parse_field(text(each, "field")))
      near.miss.differences.push_back({*field, text(each, "wanted"), text(each, "found")});
  return near;
}

TraceLine read_trace(const Tree& tree) {
  TraceLine line{text(tree, "record"), text(tree, "stage"), {}};
  TraceEntry& entry = line.entry;
  entry.rule = text(tree, "rule");
  entry.name = text(tree, "name");
  entry.key = text(tree, "key");
  entry.ordinal = number(tree, "ordinal");
  entry.why = text(tree, "why");
  entry.gate = text(tree, "gate") == to_string(Gate::fired) ? Gate::fired : Gate::outranked;
  return line;
}

ExpectationResult read_result(const Tree& tree) {
  ExpectationResult result;
  result.name = text(tree, "name");
  result.verdict = judgement(text(tree, "verdict"));
  result.because = texts(tree, "because");
  result.records = texts(tree, "records");
  result.sessions = texts(tree, "sessions");
  for (const Tree& each : list(tree, "nearMisses")) result.near_misses.push_back(read_near(each));
  for (const Tree& each : list(tree, "trace")) result.trace.push_back(read_trace(each));
  return result;
}

}  // namespace

std::string write_verdict(const VerdictReport& report) {
  Tree results = Tree::array();
  for (const ExpectationResult& each : report.results) results.push_back(result_tree(each));
  return write_document({{"verdict", mailrig::to_string(verdict_of(report.results))},
                         {"results", std::move(results)},
                         {"sessions", report.sessions},
                         {"seq", report.seq}});
}

std::optional<VerdictReport> read_verdict(std::string_view octets) {
  const Tree tree = Tree::parse(octets, nullptr, false);
  if (!tree.is_object() || !tree.contains("verdict") || !tree.contains("results"))
    return std::nullopt;
  VerdictReport report;
  report.sessions = number(tree, "sessions");
  report.seq = number(tree, "seq");
  for (const Tree& each : list(tree, "results")) report.results.push_back(read_result(each));
  return report;
}

}  // namespace mailrig::json
