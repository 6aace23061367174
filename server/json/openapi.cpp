#include "json/openapi.hpp"

#include "json/document.hpp"
#include "json/draft_json.hpp"
#include "json/rule_schema.hpp"
#include "json/schemas.hpp"

namespace mailrig::json {
namespace {

Tree reference(std::string_view component) {
  return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

Tree media(std::string_view type, std::string_view schema) {
  Tree form =
      schema.empty() ? Tree{{"schema", {{"type", "string"}}}} : Tree{{"schema", reference(schema)}};
  return {{std::string(type), std::move(form)}};
}

Tree query_tree(const QueryDescription& parameter) {
  Tree schema = Tree::parse(parameter.schema);
  std::string name(parameter.name);
  if (name.ends_with(':')) {
    // Exploded, each property of the object is a parameter of its own.
    schema = {{"type", "object"},
              {"propertyNames", {{"pattern", "^" + name + ".+"}}},
              {"additionalProperties", std::move(schema)}};
    name.pop_back();
  } else if (parameter.repeatable) {
    schema = {{"type", "array"}, {"items", std::move(schema)}};
  }
  return {
      {"name", name},    {"in", "query"},     {"description", parameter.summary}, {"style", "form"},
      {"explode", true}, {"required", false}, {"schema", std::move(schema)}};
}

// The parameters that `{…}` in the path stand for.
void add_path_parameters(std::string_view path, Tree& parameters) {
  while (true) {
    const std::size_t open = path.find('{');
    if (open == std::string_view::npos) return;
    const std::size_t close = path.find('}', open);
    parameters.push_back({{"name", path.substr(open + 1, close - open - 1)},
                          {"in", "path"},
                          {"required", true},
                          {"schema", {{"type", "string"}}}});
    path.remove_prefix(close + 1);
  }
}

Tree operation_tree(const Operation& operation) {
  Tree parameters = Tree::array();
  add_path_parameters(operation.path, parameters);
  for (const QueryDescription& each : operation.query) parameters.push_back(query_tree(each));
  Tree answers = Tree::object();
  for (const AnswerDescription& each : operation.answers) {
    Tree& answer = answers[std::to_string(each.status)];
    answer["description"] = operation.summary;
    answer["content"].update(media(each.content_type, each.schema));
  }
  answers["default"] = {{"description", "what is wrong, where, and what to do"},
                        {"content", media("application/problem+json", "Problem")}};
  Tree out = {{"operationId", operation.name},
              {"summary", operation.summary},
              {"parameters", std::move(parameters)}};
  if (!operation.bodies.empty()) {
    Tree content = Tree::object();
    for (const BodyDescription& each : operation.bodies)
      content.update(media(each.content_type, each.schema));
    out["requestBody"] = {{"required", operation.body_required}, {"content", std::move(content)}};
  }
  out["responses"] = std::move(answers);
  return out;
}

// What a rule is, stands in the schema of scenario files; here its definitions are components.
Tree rule_schemas() {
  static constexpr std::string_view there = "#/$defs/", here = "#/components/schemas/";
  Tree whole = Tree::parse(scenario_schema());
  Tree definitions = whole["$defs"];
  for (const char* name : {"$defs", "$schema", "title"}) whole.erase(name);
  definitions["scenario"] = std::move(whole);
  std::string text = definitions.dump();
  for (std::size_t at = text.find(there); at != std::string::npos; at = text.find(there, at))
    text.replace(at, there.size(), here);
  return Tree::parse(text);
}

}  // namespace

std::string write_openapi(std::string_view version, const std::vector<Operation>& operations) {
  Tree paths = Tree::object();
  for (const Operation& operation : operations)
    paths[std::string(operation.path)][operation.method] = operation_tree(operation);
  Tree schemas = rule_schemas();
  schemas.update(Tree::parse(record_schemas()));
  schemas.update(Tree::parse(draft_schema()));
  schemas.update(Tree::parse(service_schemas()));
  schemas.update(Tree::parse(steering_schemas()));
  return write_document({{"openapi", "3.1.0"},
                         {"info",
                          {{"title", "mailrig"},
                           {"version", version},
                           {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
                         {"servers", Tree::array({{{"url", "/"}}})},
                         {"paths", std::move(paths)},
                         {"components", {{"schemas", std::move(schemas)}}}});
}

}  // namespace mailrig::json
