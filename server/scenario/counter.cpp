#include "scenario/counter.hpp"

namespace mailrig {

Counter::Count Counter::count(const Event& event) {
  Count count;
  Visit* visit = nullptr;
  if (by_session_) {
    visit = &visits_[event.session];
    if (visit->ordinal == 0) visit->ordinal = ++sessions_[std::string(event.inbox)];
    if (event.transaction != 0 && event.transaction != visit->transaction) {
      visit->transaction = event.transaction;
      ++visit->transaction_ordinal;
    }
    count.session = visit->ordinal;
    count.transaction = event.transaction == 0 ? 0 : visit->transaction_ordinal;
  }
  if (const auto found = index_.find(event.key); found != index_.end()) {
    count.ordinal = ++found->second->ordinal;
    return count;
  }
  if (order_.size() >= capacity_) {
    Entry& oldest = order_.front();
    // The oldest of all is the oldest of its session too.
    if (by_session_) visits_[oldest.session].entries.pop_front();
    index_.erase(oldest.key);
    order_.pop_front();
    ++dropped_;
  }
  const auto entry = order_.insert(order_.end(), Entry{event.key, event.session, 1});
  index_.emplace(entry->key, entry);
  if (visit != nullptr) visit->entries.push_back(entry);
  count.ordinal = 1;
  return count;
}

void Counter::forget_session(std::uint64_t session) {
  const auto visit = visits_.find(session);
  if (visit == visits_.end()) return;
  for (const auto& entry : visit->second.entries) {
    index_.erase(entry->key);
    order_.erase(entry);
  }
  visits_.erase(visit);
}

}  // namespace mailrig
