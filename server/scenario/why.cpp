// Why a rule did what it did to an event, in one sentence.
#include <cstdio>

#include "scenario/decision.hpp"

namespace mailrig {
namespace {

std::string decimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

std::string label(const Rule& rule) {
  if (rule.name.empty() || !rule.scenario.empty()) return rule.id;
  return rule.id + " (" + rule.name + ")";
}

// "4m59s", "1.5s": the two largest units that say it.
std::string span(std::chrono::microseconds time) {
  if (time < std::chrono::seconds(60))
    return decimal(static_cast<double>(time.count()) / 1e6) + "s";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  if (seconds < 3'600)
    return std::to_string(seconds / 60) + "m" + std::to_string(seconds % 60) + "s";
  return std::to_string(seconds / 3'600) + "h" + std::to_string(seconds / 60 % 60) + "m";
}

std::string ordinal_of(const Candidate& candidate) {
  const Rule& rule = candidate.armed->rule;
  const std::string number = std::to_string(candidate.count.ordinal);
  if (!rule.window) return "ordinal " + number;
  if (rule.window->open) return "rank " + number + " among open sessions";
  return "ordinal " + number + " within " + rule.window->text;
}

std::string outranked(const Candidate& candidate, const std::vector<const Candidate*>& fired) {
  const Candidate* last = nullptr;
  for (const Candidate* one : fired) {
    if (one->armed == candidate.armed)
      return "it had fired for " + one->occurrence.key.shown + " before, in the same event";
    if (!one->armed->rule.go_on) last = one;
  }
  return "rule " + (last ? label(last->armed->rule) : std::string("?")) +
         " comes before it and fired";
}

}  // namespace

std::string why(const Candidate& candidate, const std::vector<const Candidate*>& fired) {
  const Rule& rule = candidate.armed->rule;
  const auto age = [&] { return span(candidate.now - candidate.count.first); };
  switch (candidate.gate) {
    case Gate::nth:
    case Gate::window:
      return ordinal_of(candidate) + " is not in nth " + rule.nth->to_string();
    case Gate::times:
      return "it has fired " + std::to_string(candidate.count.fired) +
             " times for this key, times is " + std::to_string(*rule.times);
    case Gate::age:
      return "age " + age() + " is not " + rule.age->text;
    case Gate::chance:
      return "draw " + decimal(*candidate.draw) + " is not below chance " + decimal(*rule.chance);
    case Gate::outranked:
      return outranked(candidate, fired);
    case Gate::fired:
      break;
  }
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (rule.nth) add(ordinal_of(candidate) + " is in nth " + rule.nth->to_string());
  if (rule.times)
    add("firing " + std::to_string(candidate.count.fired + 1) + " of " +
        std::to_string(*rule.times));
  if (rule.age) add("age " + age() + " is " + rule.age->text);
  if (rule.chance)
    add("draw " + decimal(*candidate.draw) + " is below chance " + decimal(*rule.chance));
  return text.empty() ? "it matched, and has no nth or chance that could hold it back" : text;
}

}  // namespace mailrig
