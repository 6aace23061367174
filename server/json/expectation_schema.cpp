// The schema of one expectation, for editors and for openapi.json.
#include "json/expectation_node.hpp"

namespace mailrig::json {
namespace {

constexpr const char* kDuration = R"(^[0-9]+(\.[0-9]*)?(ms|s|m|h|d)$)";
constexpr const char* kWhole = "^(>=?|<=?)?[0-9]+$|^[0-9]+-[0-9]+$";
constexpr const char* kAny =
    R"(^(>=?|<=?)?[0-9]+(\.[0-9]+)?$|^[0-9]+(\.[0-9]+)?-[0-9]+(\.[0-9]+)?$)";

Tree described(std::string_view text, Tree schema) {
  Tree all{{"description", std::string(text)}};
  all.update(schema);
  return all;
}

Tree object(Tree properties) {
  return {
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Tree match(Subject subject) {
  const Tree pattern{{"$ref", "#/$defs/pattern"}};
  Tree properties = Tree::object();
  for (const std::string_view field : field_words(subject))
    if (!field.starts_with("header:")) properties[std::string(field)] = pattern;
  Tree all = object(properties);
  if (has_field(subject, Field::header))
    all["patternProperties"] = {{"^header:[!-9;-~]+$", pattern}};
  return all;
}

// What any of the subjects has, for the fields that do not know which it is.
Tree any_match() {
  const Tree pattern{{"$ref", "#/$defs/pattern"}};
  return {{"type", "object"}, {"additionalProperties", pattern}};
}

Tree list(Tree items) { return {{"type", "array"}, {"items", std::move(items)}, {"minItems", 1}}; }

Tree text(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

Tree bounds(const char* type, const char* pattern) {
  return {{"anyOf", {{{"type", type}, {"minimum", 0}}, text(pattern)}}};
}

}  // namespace

Tree expectation_schema() {
  const Tree duration = text(kDuration);
  const Tree name{{"type", "string"}, {"minLength", 1}, {"maxLength", 200}};
  Tree properties{
      {"name", described("Shown in verdicts", name)},
      {"message", described("Counts mail that was kept", match(Subject::message))},
      {"transaction",
       described("Counts ended transactions, refused ones too", match(Subject::transaction))},
      {"session", described("Counts connections", match(Subject::session))},
      {"command", described("Counts commands of clients", match(Subject::command))},
      {"rule", described("Counts firings of rules", match(Subject::rule))},
      {"count",
       described("How many: 1, \"2-3\", \">=2\", 0; else at least one", bounds("integer", kWhole))},
      {"per", described("All must hold for each value of these", list({{"type", "string"}}))},
      {"within", described("To wait for the lower bound", duration)},
      {"for", described("Then to watch the upper bound", duration)},
      {"outcome",
       described("Of each attempt, in order: a code such as 250 or 4??, lost, unacked, aborted",
                 list({{"$ref", "#/$defs/pattern"}}))},
      {"gaps",
       described(
           "Between attempts, on the policy clock",
           object({{"min", duration},
                   {"max", duration},
                   {"growth", described("Of each gap over the one before", bounds("number", kAny))},
                   {"jitter",
                    described("The share that a gap may stray",
                              {{"type", "number"}, {"minimum", 0}, {"exclusiveMaximum", 1}})}}))},
      {"same", described("Fields that are equal in all attempts", list({{"type", "string"}}))},
      {"all", described("What every matched record is too", any_match())},
      {"none", described("What no matched record is", any_match())},
      {"sequence", described("Records that match one after the other",
                             {{"type", "array"}, {"items", any_match()}, {"minItems", 2}})}};
  Tree schema = described("What must be true of what happened", object(std::move(properties)));
  Tree subjects = Tree::array();
  for (const char* subject : {"message", "transaction", "session", "command", "rule"})
    subjects.push_back({{"required", {subject}}});
  schema["oneOf"] = std::move(subjects);
  return schema;
}

}  // namespace mailrig::json
