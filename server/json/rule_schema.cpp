#include "json/rule_schema.hpp"

#include "json/document.hpp"
#include "json/expectation_node.hpp"
#include "json/rule_fields.hpp"

namespace mailrig::json {
namespace {

constexpr const char* kDuration = R"([0-9]+(\.[0-9]*)?(ms|s|m|h|d))";

Tree words(const std::vector<std::string_view>& list) {
  Tree all = Tree::array();
  for (const std::string_view word : list) all.push_back(std::string(word));
  return all;
}

Tree reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

Tree described(std::string_view text, Tree schema) {
  Tree all{{"description", std::string(text)}};
  all.update(schema);
  return all;
}

Tree one_or_list(const Tree& one) {
  return {{"anyOf", {one, {{"type", "array"}, {"items", one}, {"minItems", 1}}}}};
}

Tree object(Tree properties) {
  return {
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Tree pattern() {
  Tree contains = object({{"contains", {{"type", "string"}}}});
  contains["required"] = {"contains"};
  Tree negation = object({{"not", reference("pattern")}});
  negation["required"] = {"not"};
  Tree list{{"type", "array"}, {"items", reference("pattern")}, {"minItems", 1}};
  return described(
      "Exact without case, * and ? as wildcards, /re/ and /re/i; null for absent; a list means any",
      {{"anyOf",
        {{{"type", {"string", "integer", "boolean", "null"}}}, contains, negation, list}}});
}

Tree match() {
  Tree properties = Tree::object();
  for (const std::string_view field : match_fields())
    if (!field.starts_with("header:")) properties[std::string(field)] = reference("pattern");
  Tree all = object(properties);
  all["patternProperties"] = {{"^header:[!-9;-~]+$", reference("pattern")}};
  return described("All must hold; from and to are the envelope", all);
}

Tree per() {
  const std::string fields =
      "^(ip|ip/[1-9][0-9]{0,2}|helo|user|from|from\\.domain|to|to\\.domain|header:[!-9;-~]+|"
      "session|transaction|global)$";
  return described("Events are counted per each value of these",
                   {{"type", "array"},
                    {"items", {{"type", "string"}, {"pattern", fields}}},
                    {"minItems", 1},
                    {"uniqueItems", true}});
}

Tree nth() {
  const std::string part = "(\\*/[1-9][0-9]*|[1-9][0-9]*(-([1-9][0-9]*)?)?)";
  return described(
      "Which ordinals of the key fire: 1, \"1-2\", \"4-\", \"*/10\", \"1,3\"",
      {{"anyOf",
        {{{"type", "integer"}, {"minimum", 1}},
         {{"type", "string"}, {"pattern", "^ *" + part + " *(, *" + part + " *)*$"}}}}});
}

Tree reply() {
  Tree raw = object({{"raw", {{"type", "string"}}}});
  raw["required"] = {"raw"};
  const Tree one = {{"anyOf", {{{"type", "string"}, {"pattern", "^[2-5][0-9][0-9]( |$)"}}, raw}}};
  Tree all = one_or_list(one);
  all["anyOf"].push_back({{"type", "null"}});
  return described(
      "null is silence; \\n begins a line; {ip} {helo} {from} {to} {to.domain} {user} "
      "{host} {n} {id} expand",
      all);
}

Tree rule_property(std::string_view field) {
  const Tree integer{{"type", "integer"}};
  if (field == "name")
    return described("Shown in transcripts and traces",
                     {{"type", "string"}, {"minLength", 1}, {"maxLength", 100}});
  if (field == "on")
    return described("Where in the conversation the rule stands", one_or_list(reference("stage")));
  if (field == "match") return match();
  if (field == "per") return per();
  if (field == "nth") return nth();
  if (field == "chance")
    return described("The share of events that fire, drawn from the seed",
                     {{"type", "number"}, {"minimum", 0}, {"maximum", 1}});
  if (field == "seed") return described("Other seeds, other draws", integer);
  if (field == "delay") {
    const std::string duration = kDuration;
    return described(
        "Before the reply: \"5s\", \"1s-3s\", \"forever\"",
        {{"type", "string"}, {"pattern", "^(" + duration + "(-" + duration + ")?|forever)$"}});
  }
  if (field == "reply") return reply();
  if (field == "accept")
    return described("Whether the mail is kept, apart from what is said", {{"type", "boolean"}});
  return described("How the connection ends after the reply", {{"enum", words(close_words())}});
}

}  // namespace

std::string scenario_schema() {
  Tree rule_properties = Tree::object();
  for (const std::string_view field : rule_fields())
    rule_properties[std::string(field)] = rule_property(field);
  Tree rule = object(rule_properties);
  rule["required"] = {"on"};

  Tree scenario{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                {"title", "mailrig scenario"}};
  scenario.update(
      object({{"name", described("The file's name, if absent",
                                 {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}})},
              {"seed", described("Of all draws in the file", {{"type", "integer"}})},
              {"rules", {{"type", "array"}, {"items", reference("rule")}}},
              {"expect", {{"type", "array"}, {"items", reference("expectation")}}}}));
  scenario["anyOf"] = {{{"required", {"rules"}}}, {{"required", {"expect"}}}};
  scenario["$defs"] = {{"stage", {{"enum", words(stage_words())}}},
                       {"pattern", pattern()},
                       {"rule", rule},
                       {"expectation", expectation_schema()}};
  return write_document(scenario, 2) + "\n";
}

}  // namespace mailrig::json
