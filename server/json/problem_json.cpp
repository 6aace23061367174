#include "json/problem_json.hpp"

#include "json/document.hpp"

namespace mailrig::json {

std::string write_problem(const Problem& problem) {
  Tree out = {{"type", "/problems/" + problem.type},
              {"title", problem.title},
              {"status", problem.status},
              {"detail", problem.detail}};
  if (problem.pointer) out["pointer"] = *problem.pointer;
  if (problem.parameter) out["parameter"] = *problem.parameter;
  if (!problem.hint.empty()) out["hint"] = problem.hint;
  for (const Fault& fault : problem.faults) {
    Tree each = {{"pointer", fault.pointer}, {"detail", fault.reason}};
    if (!fault.hint.empty()) each["hint"] = fault.hint;
    out["errors"].push_back(std::move(each));
  }
  std::string text = write_document(out);
  for (const auto& [name, value] : problem.more) {
    text.pop_back();
    text += ',' + write_document(name) + ':' + value + '}';
  }
  return text;
}

}  // namespace mailrig::json
