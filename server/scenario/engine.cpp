#include "scenario/engine.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "scenario/engine_state.hpp"

namespace mailrig {
Engine::Engine(std::string host, Clocks clocks)
    : state_(std::make_unique<State>(std::move(host), std::move(clocks))) {
  state_->changed = [this] { changed(); };
}

Engine::~Engine() = default;

WallTime Engine::wall_now() const { return state_->wall(); }

InboxRegister& Engine::inbox_list() { return state_->inboxes; }
const InboxRegister& Engine::inbox_list() const { return state_->inboxes; }

void Engine::take_faults_from_anywhere() { state_->faults_from_anywhere = true; }

void Engine::lend_by(ScenarioSource shipped) { state_->shipped = std::move(shipped); }

std::string Engine::inbox_of(const Facts& facts) const { return state_->inboxes.of_session(facts); }

std::vector<std::string> Engine::inboxes(const Moment& moment) const {
  return state_->inboxes.of_record(moment);
}

// What a listener does is no event: it asks alarm().
bool Engine::concerns(const Moment& moment) const {
  return moment.stage != Stage::listen &&
         (state_->any_at(moment.stage) || state_->directed(moment));
}

Verdict Engine::decide(const Moment& moment) {
  if (!concerns(moment)) return {};
  State& state = *state_;
  const bool directed = state.directed(moment);
  if (state.inboxes.due()) sweep();
  const auto set = state.live();
  if (moment.stage == Stage::closed) {
    std::lock_guard lock(state.counting);
    for (Armed* armed : set->at(Stage::closed))
      armed->counter.forget_session(moment.facts->session);
    return {};
  }
  const MomentValues values(moment);
  const std::vector<Party> parties = state.inboxes.parties(moment);
  const WallTime wall = state.wall(), real = state.real(moment.now);
  DirectiveTable::Found carried;
  if (directed)
    carried = state.directives.find(moment, [&](std::string_view name) -> std::optional<Scenario> {
      for (const auto& armed : set->ordered())
        if (armed->scenario && iequals(armed->scenario->name, name))
          return armed->scenario->scenario;
      return state.shipped ? state.shipped(name) : std::nullopt;
    });
  std::vector<Armed*> rules;  // those that the mail carries come first
  for (const auto& armed : carried.rules) rules.push_back(armed.get());
  const std::vector<Armed*> ruled = set->of(moment);
  rules.insert(rules.end(), ruled.begin(), ruled.end());
  std::vector<Candidate> all = candidates(rules, values, parties, wall);
  Verdict verdict;
  verdict.notes = std::move(carried.notes);
  if (all.empty()) return verdict;
  Settled settled;
  {
    std::lock_guard lock(state.counting);
    settled = settle(all, moment, {real, wall, [&](std::string_view inbox) -> const PolicyClock& {
                                     return state.clock_of(inbox);
                                   }});
  }
  std::vector<std::string> notes = std::move(verdict.notes);
  verdict = verdict_of(all, settled, values, state.host);
  verdict.notes = std::move(notes);
  if (settled.moved) state.changed();
  return verdict;
}

}  // namespace mailrig
