// What is no longer there, and how late it was last changed: whoever counts records has to know
// whether all that happened can still be seen. Not thread-safe: the store's lock guards it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "match/pattern.hpp"
#include "store/record.hpp"

namespace mailrig {

// The greatest seq among the records of each kind that were evicted or deleted; 0 if none was.
struct Losses {
  std::uint64_t messages = 0;
  std::uint64_t contents = 0;  // of transactions whose message was deleted
  std::uint64_t transactions = 0;
  std::uint64_t sessions = 0;

  void add(const Losses& other);
};

class LossBook {
 public:
  static constexpr std::size_t most_inboxes = 10'000;

  void note(const Owners& inboxes, const Losses& lost);
  // Of the inboxes whose name `inbox` matches; of all if it is null.
  Losses of(const Pattern* inbox) const;

 private:
  std::unordered_map<std::string, Losses> by_inbox_;
  Losses folded_;  // of inboxes beyond the most: counted for every inbox
};

}  // namespace mailrig
