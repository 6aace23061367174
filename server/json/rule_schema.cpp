#include "json/rule_schema.hpp"

#include "json/document.hpp"
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

Tree required(Tree schema, const std::vector<std::string_view>& names) {
  schema["required"] = words(names);
  return schema;
}

Tree duration() { return {{"type", "string"}, {"pattern", std::string("^") + kDuration + "$"}}; }
Tree count() { return {{"type", "integer"}, {"minimum", 1}}; }
Tree text() { return {{"type", "string"}}; }
Tree flag() { return {{"type", "boolean"}}; }

Tree delay() {
  const std::string time = kDuration;
  const Tree distribution =
      required(object({{"median", duration()}, {"p99", duration()}}), {"median", "p99"});
  return described(
      "Before the reply: \"5s\", \"1s-3s\", {\"median\": \"200ms\", \"p99\": \"3s\"}, \"forever\"",
      {{"anyOf",
        {{{"type", "string"}, {"pattern", "^(" + time + "(-" + time + ")?|forever)$"}},
         distribution}}});
}

Tree send() {
  return described(
      "How the reply's octets leave: pieces of so many octets or a line each, with "
      "pauses; octets a second; cut after so many",
      object({{"chunk", count()},
              {"every", duration()},
              {"rate", count()},
              {"cut", count()},
              {"split", flag()}}));
}

Tree handshake() {
  const Tree certificate{
      {"anyOf",
       {{{"enum", words(certificate_words())}}, {{"type", "string"}, {"pattern", "[./]"}}}}};
  const Tree version{{"enum", words(tls_versions())}};
  return described("Bad TLS on purpose; cert may be the name of a PEM file",
                   object({{"cert", certificate},
                           {"min", version},
                           {"max", version},
                           {"fail", {{"enum", words(handshake_failures())}}}}));
}

Tree state_plan() {
  const Tree timer =
      required(object({{"after", duration()}, {"goto", reference("state")}}), {"after", "goto"});
  Tree timers{{"type", "object"}, {"additionalProperties", timer}};
  return described(
      "What the scenario can be in; timers run on the policy clock",
      required(object({{"start", reference("state")}, {"timers", timers}}), {"start"}));
}

Tree reply() {
  const Tree raw = required(object({{"raw", text()}}), {"raw"});
  const Tree base64 =
      required(object({{"base64", {{"type", "string"}, {"pattern", "^[A-Za-z0-9+/]*={0,2}$"}}}}),
               {"base64"});
  const Tree one = {
      {"anyOf", {{{"type", "string"}, {"pattern", "^[2-5][0-9][0-9]( |$)"}}, raw, base64}}};
  Tree all = one_or_list(one);
  all["anyOf"].push_back({{"type", "null"}});
  return described(
      "null is silence; \\n begins a line; {ip} {helo} {from} {to} {to.domain} {user} "
      "{host} {n} {left} {id} expand",
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
  if (field == "inbox") return described("Only events of these inboxes", reference("inbox"));
  if (field == "state")
    return described("Only while the scenario is in one of these", one_or_list(reference("state")));
  if (field == "times") return described("At most so many firings per key", count());
  if (field == "window")
    return described(
        "Ordinals count only events of the last so long, or, \"open\", are the rank of "
        "the session among those of the key still open",
        {{"type", "string"}, {"pattern", std::string("^(") + kDuration + "|open)$"}});
  if (field == "after") return described("At idle: how long the client was silent", duration());
  if (field == "age")
    return described("Time since the key's first event: \"<5m\", \">=1h\"",
                     {{"type", "string"}, {"pattern", std::string("^[<>]=? *") + kDuration + "$"}});
  if (field == "expire")
    return described("The key is forgotten so long after its first event", duration());
  if (field == "continue") return described("Go on to later rules, and stack effects", flag());
  if (field == "goto") return described("The state that follows", reference("state"));
  if (field == "delay") return delay();
  if (field == "send") return send();
  if (field == "read")
    return described("How the client's octets are taken: not at all, or so many a second",
                     object({{"stop", flag()}, {"rate", count()}}));
  if (field == "capabilities")
    return described("Edits of the EHLO reply: \"-STARTTLS\", \"SIZE 1000\"",
                     {{"type", "array"}, {"items", text()}, {"minItems", 1}});
  if (field == "handshake") return handshake();
  if (field == "reply") return reply();
  if (field == "accept")
    return described("Whether the mail is kept, apart from what is said", {{"type", "boolean"}});
  return described("How the connection ends after the reply", {{"enum", words(close_words())}});
}

Tree scenario_property(std::string_view field) {
  if (field == "name")
    return described("The file's name, if absent",
                     {{"type", "string"}, {"pattern", "^[A-Za-z0-9._-]{1,64}$"}});
  if (field == "inbox") return described("Whose events the rules are for", reference("inbox"));
  if (field == "seed") return described("Of all draws in the file", {{"type", "integer"}});
  if (field == "state") return state_plan();
  if (field == "clock")
    return described(
        "How fast policy time goes in its inboxes",
        required(object({{"scale", {{"type", "number"}, {"minimum", 0}, {"maximum", 1000000}}}}),
                 {"scale"}));
  return {{"type", "array"}, {"items", reference("rule")}};
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
  Tree properties = Tree::object();
  for (const std::string_view field : scenario_fields())
    properties[std::string(field)] = scenario_property(field);
  scenario.update(required(object(properties), {"rules"}));
  scenario["$defs"] = {{"stage", {{"enum", words(stage_words())}}},
                       {"state", {{"type", "string"}, {"minLength", 1}, {"maxLength", 64}}},
                       {"inbox", {{"type", "string"}, {"minLength", 1}}},
                       {"pattern", pattern()},
                       {"rule", rule}};
  return write_document(scenario, 2) + "\n";
}

}  // namespace mailrig::json
