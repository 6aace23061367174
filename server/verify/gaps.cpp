// `gaps`: how long each key waits between the beginnings of its transactions, on the policy clock.
#include "verify/clause.hpp"

namespace mailrig {
namespace {

using Seconds = std::chrono::duration<double>;

std::string in_words(Seconds time) {
  using mailrig::in_words;
  const double s = time.count();
  if (s >= 7200) return in_words(s / 3600) + " h";
  if (s >= 120) return in_words(s / 60) + " min";
  return in_words(s) + " s";
}

struct Gap {
  const Item *before, *behind;
  Seconds time;
};

std::vector<Gap> gaps_of(const Group& group, const PolicyTime& time) {
  std::vector<Gap> all;
  for (std::size_t i = 1; i < group.items.size(); ++i)
    all.push_back(
        {&group.items[i - 1], &group.items[i], time(group.items[i]) - time(group.items[i - 1])});
  return all;
}

void judge_bounds(const Gaps& wanted, const Gap& gap, const std::string& prefix, Opinion& opinion) {
  const auto blame = [&](std::string_view bound, Seconds expected) {
    opinion.fault(ClauseState::broken,
                  prefix + gap.behind->id() + " began " + in_words(gap.time) + " after " +
                      gap.before->id() + ", expected " + std::string(bound) + " " +
                      in_words(expected),
                  {gap.before->id(), gap.behind->id()});
  };
  if (wanted.min && gap.time < Seconds(*wanted.min) * (1 - wanted.jitter))
    blame("at least", *wanted.min);
  if (wanted.max && gap.time > Seconds(*wanted.max) * (1 + wanted.jitter))
    blame("at most", *wanted.max);
}

void judge_growth(const Gaps& wanted, const Gap& first, const Gap& second,
                  const std::string& prefix, Opinion& opinion) {
  if (first.time.count() <= 0) return;
  const double ratio = second.time / first.time;
  const double stray = (1 + wanted.jitter) / (1 - wanted.jitter);
  // A back-off that has reached its longest gap grows no more.
  const bool longest = wanted.max && second.time >= Seconds(*wanted.max) * (1 - wanted.jitter);
  const bool enough = longest || wanted.growth->reached_by(ratio * stray);
  if (enough && wanted.growth->kept_by(ratio / stray)) return;
  opinion.fault(ClauseState::broken,
                prefix + "the gap before " + second.behind->id() + " was " + in_words(second.time) +
                    ", the one before it " + in_words(first.time) + ": it grew " +
                    mailrig::in_words(ratio) + " times, expected " + wanted.growth->in_words(),
                {second.behind->id()});
}

}  // namespace

void judge_gaps(const Expectation& expectation, const std::vector<Group>& groups,
                const PolicyTime& time, Opinion& opinion) {
  if (!expectation.gaps) return;
  const Gaps& wanted = *expectation.gaps;
  const std::size_t least = wanted.growth ? 3 : 2;
  for (const Group& group : groups) {
    const std::vector<Gap> gaps = gaps_of(group, time);
    if (group.items.size() < least)
      opinion.fault(ClauseState::open,
                    group.prefix() + "only " + counted(group.items.size(), expectation.subject) +
                        " came (" + ids(group.items) +
                        "): " + (wanted.growth ? "growth needs three" : "gaps need two"),
                    id_list(group.items));
    for (const Gap& gap : gaps) judge_bounds(wanted, gap, group.prefix(), opinion);
    if (wanted.growth)
      for (std::size_t i = 1; i < gaps.size(); ++i)
        judge_growth(wanted, gaps[i - 1], gaps[i], group.prefix(), opinion);
  }
}

}  // namespace mailrig
