#include "scenario/decision.hpp"

#include <algorithm>

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
      .mix(candidate.count.lifetime)
      .mix(static_cast<std::uint64_t>(salt))
      .unit();
}

Gate gate_of(const Candidate& candidate) {
  const Rule& rule = candidate.armed->rule;
  if (rule.nth && !rule.nth->contains(candidate.count.ordinal))
    return rule.window ? Gate::window : Gate::nth;
  if (rule.times && candidate.count.fired >= *rule.times) return Gate::times;
  if (rule.age && !rule.age->allows(candidate.now - candidate.count.first)) return Gate::age;
  if (rule.chance && *candidate.draw >= *rule.chance) return Gate::chance;
  return Gate::fired;
}

bool go_to(const Candidate& candidate) {
  const Armed& armed = *candidate.armed;
  if (!armed.rule.go_to || !armed.scenario || !armed.scenario->standings) return false;
  armed.scenario->standings->set(candidate.occurrence.inbox, *armed.rule.go_to, candidate.now);
  return true;
}

// Policy seconds to the end of `age`.
std::uint64_t left(const Candidate& candidate) {
  const auto& age = candidate.armed->rule.age;
  if (!age) return 0;
  const auto rest = candidate.count.first + age->limit - candidate.now;
  return rest.count() <= 0
             ? 0
             : static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(rest).count());
}

// Stacked: delays add, of everything else the last word counts.
void apply(const Candidate& candidate, const MomentValues& values, std::string_view host,
           Verdict& verdict) {
  const Rule& rule = candidate.armed->rule;
  verdict.capabilities.insert(verdict.capabilities.end(), rule.capabilities.begin(),
                              rule.capabilities.end());
  if (rule.handshake) verdict.tls = rule.handshake;
  if (rule.delay) {
    const Delay delay = draw_delay(*rule.delay, draw_for(candidate, Salt::delay));
    verdict.delay.time += delay.time;
    verdict.delay.forever = verdict.delay.forever || delay.forever;
    verdict.hold += hold_token(*candidate.armed);
  }
  if (rule.reply) {
    const TemplateWords words{values, candidate.occurrence.about, candidate.count.ordinal,
                              left(candidate), host};
    verdict.replies.emplace();
    for (const ReplyTemplate& reply : *rule.reply)
      verdict.replies->push_back(make_reply(reply, words));
  }
  if (rule.send) verdict.pace = *rule.send;
  if (rule.read) {
    verdict.read_stop = rule.read->stop;
    verdict.read_rate = rule.read->rate;
  }
  if (rule.accept) verdict.accept = rule.accept;
  if (rule.close) verdict.then = rule.close;
  verdict.rule = rule.id;
}

}  // namespace

bool in_its_state(const Armed& armed, std::string_view inbox, const PolicyClock& clock,
                  WallTime now) {
  const auto& states = armed.rule.states;
  if (states.empty()) return true;
  if (!armed.scenario || !armed.scenario->standings) return false;
  const Standing& standing = armed.scenario->standings->in(inbox, clock, now);
  return std::find(states.begin(), states.end(), standing.state) != states.end();
}

std::string hold_token(const Armed& armed) {
  return armed.rule.id + '\n' + std::to_string(armed.epoch) + '\n';
}

std::vector<Candidate> candidates(const std::vector<Armed*>& rules, const MomentValues& values,
                                  const std::vector<Party>& parties, WallTime now) {
  std::vector<Candidate> all;
  for (Armed* armed : rules) {
    if (armed->expired(now)) continue;
    for (Occurrence& occurrence : occurrences(*armed, values, parties)) {
      Candidate& candidate = all.emplace_back();
      candidate.armed = armed;
      candidate.occurrence = std::move(occurrence);
    }
  }
  return all;
}

Settled settle(std::vector<Candidate>& all, const Moment& moment, const Ground& ground) {
  Settled settled;
  bool over = false;  // one fired that does not say `continue`
  const Armed* counting = nullptr;
  const Armed* firing = nullptr;
  for (Candidate& candidate : all) {
    Armed& armed = *candidate.armed;
    const PolicyClock& clock = ground.clock(candidate.occurrence.inbox);
    candidate.now = clock.at(ground.now);
    // States are changed once all have been asked: this is the one from before the event.
    candidate.counted = in_its_state(armed, candidate.occurrence.inbox, clock, candidate.now);
    if (!candidate.counted) continue;
    candidate.count =
        armed.counter.count({candidate.occurrence.key.counted, candidate.occurrence.inbox,
                             moment.facts->session, moment.transaction, candidate.now});
    if (armed.rule.chance) candidate.draw = draw_for(candidate, Salt::chance);
    candidate.gate = gate_of(candidate);
    // `matched` counts events, however many recipients each had.
    if (counting != &armed) ++armed.matched;
    counting = &armed;
    if (candidate.gate != Gate::fired) continue;
    if (over || firing == &armed) {
      candidate.gate = Gate::outranked;
      continue;
    }
    firing = &armed;
    over = !armed.rule.go_on;
    settled.fired.push_back(&candidate);
    armed.counter.fire(candidate.occurrence.key.counted);
    ++armed.fired;
    armed.last_fired = ground.wall;
  }
  for (const Candidate* candidate : settled.fired)
    settled.moved = go_to(*candidate) || settled.moved;
  return settled;
}

Verdict verdict_of(const std::vector<Candidate>& all, const Settled& settled,
                   const MomentValues& values, std::string_view host) {
  Verdict verdict;
  verdict.trace.reserve(all.size());
  for (const Candidate& candidate : all) {
    if (!candidate.counted) continue;
    const Rule& rule = candidate.armed->rule;
    verdict.trace.push_back({rule.id, rule.name, candidate.occurrence.key.shown,
                             candidate.count.ordinal, candidate.draw, candidate.gate,
                             why(candidate, settled.fired)});
  }
  for (const Candidate* candidate : settled.fired) apply(*candidate, values, host, verdict);
  return verdict;
}

}  // namespace mailrig
