// `count`: how many records each key has.
#include "verify/clause.hpp"

namespace mailrig {
namespace {

std::string verb_of(Subject subject) {
  switch (subject) {
    case Subject::message:
    case Subject::transaction:
    case Subject::session:
      return "came";
    case Subject::command:
      return "was sent";
    case Subject::rule:
      return "happened";
  }
  return "came";
}

}  // namespace

void judge_count(const Expectation& expectation, const std::vector<Group>& groups,
                 Opinion& opinion) {
  if (!expectation.count) return;
  const Bounds& bounds = *expectation.count;
  // Without `per` there is one key, whether or not it has records.
  static const std::vector<Group> nothing(1);
  const auto& all = groups.empty() && expectation.per.empty() ? nothing : groups;
  for (const Group& group : all) {
    const auto count = static_cast<double>(group.items.size());
    const bool enough = bounds.reached_by(count);
    if (enough && bounds.kept_by(count)) continue;
    std::string sentence = group.prefix() + counted(group.items.size(), expectation.subject);
    if (group.items.size() == 1 || group.items.empty())
      sentence += " " + verb_of(expectation.subject);
    else
      sentence += expectation.subject == Subject::command ? " were sent"
                                                          : " " + verb_of(expectation.subject);
    if (!group.items.empty()) sentence += " (" + ids(group.items) + ")";
    sentence += ", expected " + bounds.in_words();
    opinion.fault(enough ? ClauseState::broken : ClauseState::open, std::move(sentence),
                  id_list(group.items));
  }
}

}  // namespace mailrig
