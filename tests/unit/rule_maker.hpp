// Rules, scenarios and traces for tests, in few words.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "scenario/engine.hpp"

namespace mailrig {

struct Clock {
  WallTime now{std::chrono::seconds(1'000'000)};
  Time steady{};

  // Real time goes on, by both clocks.
  void pass(std::chrono::milliseconds time) {
    now += time;
    steady += time;
  }
  Engine::Clocks readers() {
    return {[this] { return now; }, [this] { return steady; }};
  }
};

inline Rule rule(Stage on, std::string name = "") {
  Rule one;
  one.on = {on};
  one.name = std::move(name);
  return one;
}

inline Rule saying(Rule one, std::string text) {
  one.reply = {ReplyTemplate{std::move(text), false}};
  return one;
}

inline Rule matching(Rule one, const char* field, std::string_view pattern) {
  const FieldName name = *parse_field(field);
  one.match.push_back({name, *Pattern::parse(pattern, name.field)});
  return one;
}

inline Rule counting(Rule one, std::initializer_list<const char*> per, const char* nth = nullptr) {
  for (const char* word : per) one.per.push_back(*parse_key_part(word));
  if (nth != nullptr) one.nth = *Nth::parse(nth);
  return one;
}

inline Scenario scenario(std::string name, std::vector<Rule> rules) {
  Scenario one;
  one.name = std::move(name);
  one.rules = std::move(rules);
  return one;
}

inline std::vector<std::string> lines(const Trace& trace) {
  std::vector<std::string> all;
  const char* gates[] = {"fired", "nth", "window", "times", "age", "chance", "outranked"};
  for (const TraceEntry& entry : trace)
    all.push_back(entry.rule + " " + entry.key + " " + std::to_string(entry.ordinal) + " " +
                  gates[static_cast<int>(entry.gate)]);
  return all;
}

}  // namespace mailrig
