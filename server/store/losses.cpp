#include "store/losses.hpp"

#include <algorithm>

namespace mailrig {

void Losses::add(const Losses& other) {
  messages = std::max(messages, other.messages);
  contents = std::max(contents, other.contents);
  transactions = std::max(transactions, other.transactions);
  sessions = std::max(sessions, other.sessions);
}

void LossBook::note(const Owners& inboxes, const Losses& lost) {
  for (const std::string& inbox : inboxes) {
    if (by_inbox_.size() >= most_inboxes && !by_inbox_.contains(inbox)) {
      for (const auto& [name, losses] : by_inbox_) folded_.add(losses);
      by_inbox_.clear();
    }
    by_inbox_[inbox].add(lost);
  }
}

Losses LossBook::of(const Pattern* inbox) const {
  Losses all = folded_;
  for (const auto& [name, losses] : by_inbox_)
    if (!inbox || inbox->matches(std::string_view(name))) all.add(losses);
  return all;
}

}  // namespace mailrig
