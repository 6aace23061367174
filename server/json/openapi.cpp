#include "json/openapi.hpp"

#include "json/dump.hpp"
#include "json/schemas.hpp"

namespace mailrig::json {
namespace {

Value reference(std::string_view component) {
  return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

Value media(std::string_view type, std::string_view schema) {
  Value form = schema.empty() ? Value{{"schema", {{"type", "string"}}}}
                              : Value{{"schema", reference(schema)}};
  return {{std::string(type), std::move(form)}};
}

Value query_value(const QueryDescription& parameter) {
  Value schema = Value::parse(parameter.schema);
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
  return {{"name", name},       {"in", "query"},     {"description", parameter.summary},
          {"style", "form"},    {"explode", true},   {"required", false},
          {"schema", std::move(schema)}};
}

// The parameters that `{…}` in the path stand for.
void add_path_parameters(std::string_view path, Value& parameters) {
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

Value operation_value(const Operation& operation) {
  Value parameters = Value::array();
  add_path_parameters(operation.path, parameters);
  for (const QueryDescription& each : operation.query) parameters.push_back(query_value(each));
  Value answers = Value::object();
  for (const AnswerDescription& each : operation.answers) {
    Value& answer = answers[std::to_string(each.status)];
    answer["description"] = operation.summary;
    answer["content"].update(media(each.content_type, each.schema));
  }
  answers["default"] = {{"description", "what is wrong, where, and what to do"},
                        {"content", media("application/problem+json", "Problem")}};
  Value out = {{"operationId", operation.name},
               {"summary", operation.summary},
               {"parameters", std::move(parameters)}};
  if (!operation.body_type.empty())
    out["requestBody"] = {{"required", true},
                          {"content", media(operation.body_type, operation.body_schema)}};
  out["responses"] = std::move(answers);
  return out;
}

}  // namespace

std::string write_openapi(std::string_view version, const std::vector<Operation>& operations) {
  Value paths = Value::object();
  for (const Operation& operation : operations)
    paths[std::string(operation.path)][operation.method] = operation_value(operation);
  Value schemas = Value::parse(record_schemas());
  schemas.update(Value::parse(service_schemas()));
  return dump({{"openapi", "3.1.0"},
               {"info",
                {{"title", "mailrig"},
                 {"version", version},
                 {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
               {"servers", Value::array({{{"url", "/"}}})},
               {"paths", std::move(paths)},
               {"components", {{"schemas", std::move(schemas)}}}});
}

}  // namespace mailrig::json
