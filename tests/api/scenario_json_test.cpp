// Scenario files, those that ship among them, and the schema.
#include "json/scenario_json.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "json/rule_fields.hpp"
#include "json/rule_json.hpp"
#include "json/rule_schema.hpp"

namespace mailrig::json {
namespace {

const std::filesystem::path kScenarios =
    std::filesystem::path(MAILRIG_TESTS_DIR).parent_path() / "scenarios";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string faults(std::string_view text, std::string_view fallback = "file") {
  const auto scenario = read_scenario(text, fallback);
  std::string all;
  if (!scenario)
    for (const Fault& fault : scenario.error())
      all += fault.pointer + ": " + fault.reason + " | " + fault.hint + "\n";
  return all;
}

TEST(ScenarioJson, ReadsNameSeedAndRules) {
  const auto scenario =
      read_scenario(R"({"name": "flaky", "seed": 42, "rules": [{"on": "eom"}]})", "x");
  ASSERT_TRUE(scenario);
  EXPECT_EQ(scenario->name, "flaky");
  EXPECT_EQ(scenario->seed, 42);
  EXPECT_EQ(scenario->rules.size(), 1u);
}

TEST(ScenarioJson, TakesTheFilesNameWhereThereIsNone) {
  EXPECT_EQ(read_scenario(R"({"rules": []})", "my-file")->name, "my-file");
  EXPECT_NE(faults(R"({"rules": []})", "my file").find("add \"name\""), std::string::npos);
}

TEST(ScenarioJson, RefusesWithThePlace) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", ": a scenario needs `rules`"},
      {R"([])", ": an array where an object"},
      {R"({"rules": {}})", "/rules: an object where an array"},
      {R"({"rules": [], "expects": []})",
       "/expects: unknown field /expects | did you mean expect?"},
      {R"({"rules": [], "expect": [{"message": {"too": "x"}}]})",
       "/expect/0/message/too: a message has no field too | did you mean to?"},
      {R"({"rules": [], "sead": 1})", "/sead: unknown field /sead | did you mean seed?"},
      {R"({"rules": [], "seed": 1.5})", "/seed: a number where a whole number"},
      {R"({"rules": [], "name": "a/b"})", "/name: \"a/b\" is no scenario's name"},
      {R"({"rules": [], "name": ".."})", "/name: \"..\" is no scenario's name"},
      {R"({"rules": [{"on": "eom"}, {"on": "eom", "replay": 1}]})",
       "/rules/1/replay: unknown field /rules/1/replay | did you mean reply?"},
      {R"({"rules": [{"on": "eom", "name": "a"}, {"on": "eom", "name": "a"}]})",
       "/rules/1/name: the name \"a\" is taken by /rules/0"},
      {R"({"rules": [], "inbox": "a b"})", "/inbox: \"a b\" is no inbox"},
      {R"({"rules": [], "clock": {}})", "/clock: clock says nothing"},
      {R"({"rules": [], "clock": {"scale": -1}})", "/clock/scale: scale is how fast"},
      {R"({"rules": [], "state": {}})", "/state: state needs start"},
      {R"({"rules": [], "state": {"start": "a", "timers": {"a": {"after": "1s"}}}})",
       "/state/timers/a: a timer needs after and goto"},
      {R"({"rules": [], "state": {"start": "a", "timers": {"a": {"after": 5, "goto": "b"}}}})",
       "/state/timers/a/after: unit required"},
      {R"({"rules": [], "state": {"start": "a", "timers": {"c": {"after": "5s", "goto": "b"}}}})",
       "/state/timers/c: unknown state \"c\""},
      {R"({"rules": [], "state": {"start": "a", "timers": {"a": {"after": "0s", "goto": "b"},
          "b": {"after": "0s", "goto": "a"}}}})",
       "/state/timers/a: these timers go in a circle and take no time: a → b → a"},
      {R"({"rules": [{"on": "eom", "goto": "a"}]})", "/rules/0/goto: goto in a scenario without"},
      {R"({"rules": [{"on": "eom", "state": ["up", "dwn"]}], "state": {"start": "up",
          "timers": {"up": {"after": "1s", "goto": "down"}}}})",
       "/rules/0/state/1: unknown state \"dwn\": nothing leads to it | did you mean down?"},
      {"{\"rules\": [}", ": no JSON at line 1, column 12"},
  };
  for (const auto& [text, wanted] : cases) {
    EXPECT_NE(faults(text).find(wanted), std::string::npos) << text << "\n" << faults(text);
    EXPECT_EQ(faults(text).find("| \n"), std::string::npos) << "no hint: " << faults(text);
  }
}

TEST(ScenarioJson, LoadsEveryFileThatShips) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kScenarios)) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "schema.json") continue;
    ++files;
    const std::string stem = entry.path().stem().string();
    EXPECT_EQ(faults(content_of(entry.path()), stem), "") << stem;
    const auto scenario = read_scenario(content_of(entry.path()), stem);
    ASSERT_TRUE(scenario);
    EXPECT_EQ(scenario->name, stem);
  }
  EXPECT_GE(files, 2);
}

TEST(ScenarioJson, LoadsEveryRecipeOfTheCookbook) {
  std::istringstream page(content_of(kScenarios / "README.md"));
  int recipes = 0;
  bool cookbook = false;
  for (std::string line; std::getline(page, line);) {
    cookbook = cookbook || line == "## Cookbook";
    const std::size_t rule = line.find("{ \"on\"");
    if (!cookbook || rule == std::string::npos) continue;
    ++recipes;
    EXPECT_EQ(faults("{\"rules\": [" + line.substr(rule) + "]}"), "") << line;
  }
  EXPECT_GE(recipes, 9);
}

TEST(ScenarioSchema, IsTheCommittedFile) {
  EXPECT_EQ(content_of(kScenarios / "schema.json"), scenario_schema())
      << "scenarios/schema.json is generated: write what scenario_schema() gives into it";
}

TEST(ScenarioSchema, NamesWhatTheReaderKnows) {
  const Tree schema = *read_document(scenario_schema());
  const Tree& rule = schema["$defs"]["rule"];
  EXPECT_EQ(rule["properties"].size(), rule_fields().size());
  for (const std::string_view field : rule_fields())
    EXPECT_TRUE(rule["properties"].contains(std::string(field))) << field;
  for (const std::string_view field : scenario_fields())
    EXPECT_TRUE(schema["properties"].contains(std::string(field))) << field;
  for (const std::string_view field : match_fields()) {
    if (field == "header:<Name>") continue;  // stands in patternProperties
    EXPECT_TRUE(rule["properties"]["match"]["properties"].contains(std::string(field))) << field;
  }
  EXPECT_EQ(schema["$defs"]["stage"]["enum"].size(), stage_words().size());
  EXPECT_EQ(rule["required"], Tree::array({"on"}));
}

}  // namespace
}  // namespace mailrig::json
