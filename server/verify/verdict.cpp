#include "verify/verdict.hpp"

#include <algorithm>

#include "verify/explanation.hpp"

namespace mailrig {
namespace {

using std::chrono::milliseconds;

PolicyTime policy_time(const Scope& scope) {
  return [&scope](const Item& item) {
    return scope.policy_time ? scope.policy_time(item.inbox(), item.when()) : item.when();
  };
}

Opinion opinion_of(const Expectation& expectation, const std::vector<Group>& groups,
                   const Evidence& evidence, const Scope& scope) {
  Opinion opinion;
  // Nothing is not success, unless it may be none.
  if (groups.empty() && !expectation.admits_nothing()) {
    opinion.fault(ClauseState::open, nothing_matched(expectation, evidence));
    return opinion;
  }
  judge_count(expectation, groups, opinion);
  judge_outcome(expectation, groups, opinion);
  judge_gaps(expectation, groups, policy_time(scope), opinion);
  judge_same(expectation, groups, opinion);
  judge_all_and_none(expectation, groups, opinion);
  judge_sequence(expectation, groups, opinion);
  return opinion;
}

}  // namespace

std::string_view to_string(Judgement judgement) {
  static constexpr std::string_view words[] = {"pass", "fail", "error"};
  return words[static_cast<std::size_t>(judgement)];
}

Verification::Verification(std::vector<Expectation> expectations, WallTime began, Watching watching)
    : began_(began), watching_(watching), settled_(watching == Watching::whole) {
  for (Expectation& each : expectations) watched_.push_back({std::move(each), {}, {}});
}

Lines Verification::lines() const { return silent() ? Lines::read : Lines::left; }

bool Verification::look(const Evidence& evidence, const Scope& scope, WallTime now, Time time) {
  settled_ = settled_ || evidence.open_sessions == 0 || time == Time::last ||
             now >= began_ + settling_time;
  if (!settled_) return false;
  bool all = true;
  for (Watched& watched : watched_) {
    if (!watched.result) decide(watched, evidence, scope, now, time);
    all = all && watched.result.has_value();
  }
  return all;
}

void Verification::decide(Watched& watched, const Evidence& evidence, const Scope& scope,
                          WallTime now, Time time) {
  const Expectation& expectation = watched.expectation;
  if (auto loss = loss_of(expectation, evidence)) {
    watched.result = unknowable(expectation, std::move(*loss));
    return;
  }
  const std::vector<Group> groups = group(expectation, evidence.of(expectation.subject));
  Opinion opinion = opinion_of(expectation, groups, evidence, scope);
  if (opinion.standing == ClauseState::holds) {
    if (!watched.held_since) watched.held_since = now;
    const bool over =
        watching_ == Watching::until_no_session_is_open && evidence.open_sessions == 0;
    if (time == Time::last || over || now >= *deadline(watched))
      watched.result = passed(expectation, groups);
    return;
  }
  if (opinion.standing == ClauseState::open) {
    watched.held_since.reset();
    if (time == Time::more && now < *deadline(watched)) return;
    if (expectation.within) say_how_long(opinion, *expectation.within);
  }
  watched.result = failed(expectation, groups, std::move(opinion), evidence);
}

std::optional<WallTime> Verification::deadline(const Watched& watched) const {
  if (watched.result) return std::nullopt;
  const Expectation& expectation = watched.expectation;
  const milliseconds nothing{0};
  if (watched.held_since) return *watched.held_since + expectation.lasting.value_or(nothing);
  return began_ + expectation.within.value_or(nothing);
}

std::optional<WallTime> Verification::deadline() const {
  if (!settled_) return began_ + settling_time;
  std::optional<WallTime> first;
  for (const Watched& watched : watched_)
    if (const auto at = deadline(watched); at && (!first || *at < *first)) first = at;
  return first;
}

milliseconds Verification::limit() const {
  milliseconds longest = watching_ == Watching::whole ? milliseconds(0) : settling_time;
  for (const Watched& watched : watched_)
    longest = std::max(longest, watched.expectation.within.value_or(milliseconds(0)) +
                                    watched.expectation.lasting.value_or(milliseconds(0)));
  return longest;
}

bool Verification::silent() const {
  return std::ranges::any_of(watched_, [](const Watched& each) {
    const Subject subject = each.expectation.subject;
    return !each.result &&
           (subject == Subject::command || subject == Subject::rule || subject == Subject::session);
  });
}

std::vector<ExpectationResult> Verification::results() const {
  std::vector<ExpectationResult> all;
  for (const Watched& watched : watched_)
    if (watched.result) all.push_back(*watched.result);
  return all;
}

Judgement verdict_of(const std::vector<ExpectationResult>& results) {
  Judgement gravest = Judgement::pass;
  for (const ExpectationResult& each : results) gravest = std::max(gravest, each.verdict);
  return gravest;
}

}  // namespace mailrig
