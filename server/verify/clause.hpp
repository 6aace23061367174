// What the single conditions of an expectation say of the records so far.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "verify/group.hpp"

namespace mailrig {

enum class ClauseState : std::uint8_t {
  holds,   // so far
  open,    // not yet, but what is still to come may mend it
  broken,  // nothing can mend it
};

struct Opinion {
  ClauseState standing = ClauseState::holds;
  std::vector<std::string> because;  // a sentence for each fault; empty if it holds
  std::vector<std::string> records;  // ids of those that are to blame

  void fault(ClauseState how, std::string sentence, std::vector<std::string> blamed = {});
};

// Policy time of an item's beginning.
using PolicyTime = std::function<WallTime(const Item&)>;

// Each looks at the groups of what matched, and says nothing where the expectation does not ask.
void judge_count(const Expectation& expectation, const std::vector<Group>& groups,
                 Opinion& opinion);
void judge_outcome(const Expectation& expectation, const std::vector<Group>& groups,
                   Opinion& opinion);
void judge_gaps(const Expectation& expectation, const std::vector<Group>& groups,
                const PolicyTime& time, Opinion& opinion);
void judge_same(const Expectation& expectation, const std::vector<Group>& groups, Opinion& opinion);
void judge_all_and_none(const Expectation& expectation, const std::vector<Group>& groups,
                        Opinion& opinion);
void judge_sequence(const Expectation& expectation, const std::vector<Group>& groups,
                    Opinion& opinion);

// "t1, t2 and 5 more"
std::string ids(const std::vector<Item>& items);
std::vector<std::string> id_list(const std::vector<Item>& items);
// "1 message", "2 messages", "no message"
std::string counted(std::size_t count, Subject subject);
// The values of a field for people: "a", "b"; at most 200 octets.
std::string shown(const Value& value);

}  // namespace mailrig
