#include "scenario/decision.hpp"

#include <cstdio>

#include "scenario/reply_template.hpp"

namespace mailrig {
namespace {

// Chance and delay of one event are drawn apart.
enum class Salt : std::uint64_t { chance = 1, delay = 2 };

double draw_for(const Candidate& candidate, Salt salt) {
  Draw draw = candidate.armed->seed;
  return draw.mix(candidate.occurrence.key.drawn)
      .mix(candidate.count.session)
      .mix(candidate.count.transaction)
      .mix(candidate.count.ordinal)
      .mix(static_cast<std::uint64_t>(salt))
      .unit();
}

Gate gate_of(const Candidate& candidate) {
  const Rule& rule = candidate.armed->rule;
  if (rule.nth && !rule.nth->contains(candidate.count.ordinal)) return Gate::nth;
  if (rule.chance && *candidate.draw >= *rule.chance) return Gate::chance;
  return Gate::fired;
}

std::string decimal(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", number);
  return text;
}

std::string label(const Rule& rule) {
  if (rule.name.empty() || !rule.scenario.empty()) return rule.id;
  return rule.id + " (" + rule.name + ")";
}

std::string why(const Candidate& candidate, const Candidate* fired) {
  const Rule& rule = candidate.armed->rule;
  const std::string ordinal = "ordinal " + std::to_string(candidate.count.ordinal);
  switch (candidate.gate) {
    case Gate::nth:
      return ordinal + " is not in nth " + rule.nth->to_string();
    case Gate::chance:
      return "draw " + decimal(*candidate.draw) + " is not below chance " + decimal(*rule.chance);
    case Gate::outranked:
      if (fired->armed == candidate.armed)
        return "it had fired for " + fired->occurrence.key.shown + " before, in the same event";
      return "rule " + label(fired->armed->rule) + " comes before it and fired";
    case Gate::fired:
      break;
  }
  std::string text;
  if (rule.nth) text = ordinal + " is in nth " + rule.nth->to_string();
  if (rule.chance)
    text += (text.empty() ? "draw " : ", draw ") + decimal(*candidate.draw) + " is below chance " +
            decimal(*rule.chance);
  return text.empty() ? "it matched, and has no nth or chance that could hold it back" : text;
}

}  // namespace

std::vector<Candidate> candidates(const std::vector<Armed*>& rules, const MomentValues& values,
                                  std::optional<WallTime> now) {
  std::vector<Candidate> all;
  const auto recipients = values.recipients();
  for (Armed* armed : rules) {
    if (now && armed->expired(*now)) continue;
    for (Occurrence& occurrence : occurrences(*armed, values, recipients)) {
      Candidate& candidate = all.emplace_back();
      candidate.armed = armed;
      candidate.occurrence = std::move(occurrence);
    }
  }
  return all;
}

const Candidate* settle(std::vector<Candidate>& all, const Moment& moment, WallTime now) {
  const Candidate* fired = nullptr;
  const Armed* previous = nullptr;
  for (Candidate& candidate : all) {
    Armed& armed = *candidate.armed;
    candidate.count = armed.counter.count({candidate.occurrence.key.counted, moment.facts->inbox,
                                           moment.facts->session, moment.transaction});
    if (armed.rule.chance) candidate.draw = draw_for(candidate, Salt::chance);
    candidate.gate = gate_of(candidate);
    // `matched` counts events, however many recipients each had.
    if (previous != &armed) ++armed.matched;
    previous = &armed;
    if (candidate.gate != Gate::fired) continue;
    if (fired != nullptr) {
      candidate.gate = Gate::outranked;
      continue;
    }
    fired = &candidate;
    ++armed.fired;
    armed.last_fired = now;
  }
  return fired;
}

Verdict verdict_of(const std::vector<Candidate>& all, const Candidate* fired,
                   const MomentValues& values, std::string_view host) {
  Verdict verdict;
  verdict.trace.reserve(all.size());
  for (const Candidate& candidate : all) {
    const Rule& rule = candidate.armed->rule;
    verdict.trace.push_back({rule.id, rule.name, candidate.occurrence.key.shown,
                             candidate.count.ordinal, candidate.draw, candidate.gate,
                             why(candidate, fired)});
  }
  if (fired == nullptr) return verdict;
  const Rule& rule = fired->armed->rule;
  verdict.rule = rule.id;
  if (rule.delay) verdict.delay = draw_delay(*rule.delay, draw_for(*fired, Salt::delay));
  if (rule.reply) {
    const TemplateWords words{values, fired->occurrence.about, fired->count.ordinal, host};
    verdict.replies.emplace();
    for (const ReplyTemplate& reply : *rule.reply)
      verdict.replies->push_back(make_reply(reply, words));
  }
  verdict.accept = rule.accept;
  verdict.then = rule.close;
  return verdict;
}

}  // namespace mailrig
