// What sessions and listeners have to wait for, and how long a delay holds.
#include <algorithm>
#include <charconv>

#include "scenario/engine_state.hpp"

namespace mailrig {
namespace {

void sooner(std::optional<Time>& at, Time other) {
  if (!at || other < *at) at = other;
}

// Listeners ask again and again: a rule has fired once for each port that it shuts.
void note_shut(Armed& armed, std::uint16_t port, bool shut, WallTime wall) {
  if (!shut) {
    armed.ports.erase(port);
  } else if (armed.ports.insert(port).second) {
    ++armed.matched;
    ++armed.fired;
    armed.last_fired = wall;
  }
}

// The next token of a `hold`, up to its line end.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

Alarm Engine::alarm(const Moment& moment) const {
  Alarm alarm;
  State& state = *state_;
  if (!state.any_at(moment.stage)) return alarm;
  const auto set = state.live();
  const auto& rules = set->at(moment.stage);
  if (moment.stage == Stage::body) {
    // Every rule is asked at the first octet, and where its own bounds are.
    if (moment.octets == 0) {
      if (!rules.empty()) alarm.octets = 0;
      return alarm;
    }
    for (const Armed* armed : rules)
      for (const std::int64_t bound : armed->bounds) {
        const auto octets = static_cast<std::uint64_t>(bound);
        if (octets >= moment.octets && octets < alarm.octets.value_or(UINT64_MAX))
          alarm.octets = octets;
      }
    return alarm;
  }
  if (moment.stage != Stage::idle && moment.stage != Stage::listen) return alarm;

  const std::string& inbox = moment.facts->inbox;
  const WallTime real = state.real(moment.now);
  std::lock_guard lock(state.counting);
  const PolicyClock& clock = state.clock_of(inbox);
  const WallTime now = clock.at(real);
  const MomentValues values(moment);
  const WallTime wall = state.wall();
  for (Armed* armed : rules) {
    if (!armed->for_inbox(inbox) || armed->expired(wall)) continue;
    const bool in_state = in_its_state(*armed, inbox, clock, now);
    if (moment.stage == Stage::idle && in_state && armed->rule.after &&
        *armed->rule.after > moment.silence &&
        *armed->rule.after < alarm.idle.value_or(Milliseconds::max()))
      alarm.idle = armed->rule.after;
    if (moment.stage == Stage::listen) {
      const bool shut = in_state && alarm.admission == Admission::accept &&
                        matches(armed->rule.match, [&](const FieldName& field) {
                          return values.value(field, nullptr);
                        });
      note_shut(*armed, moment.facts->port, shut, wall);
      if (shut) alarm.admission = armed->rule.admission;
    }
    if (armed->rule.states.empty() || !armed->scenario || !armed->scenario->standings) continue;
    Standings& standings = *armed->scenario->standings;
    const auto due = next_timer(standings.plan(), standings.in(inbox, clock, now));
    if (!due) continue;
    if (const auto when = clock.when(*due)) sooner(alarm.at, state.driver_time(*when));
  }
  // A rule that refuses connections may go by itself, too.
  if (moment.stage == Stage::listen && set->expires())
    sooner(alarm.at, moment.now + (*set->expires() - wall));
  return alarm;
}

bool Engine::holds(std::string_view hold) const {
  const auto set = state_->live();
  while (!hold.empty()) {
    const std::string_view id = take_line(hold);
    const std::string_view digits = take_line(hold);
    if (id.starts_with('+') || id == "X-SMTP-Fault") continue;  // what a mail carries stays
    const Armed* armed = set->find(id);
    std::uint64_t epoch = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), epoch);
    if (armed == nullptr || armed->epoch.load() != epoch) return false;
  }
  return true;
}

}  // namespace mailrig
