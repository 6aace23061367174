#include "scenario/counter.hpp"

#include <algorithm>

namespace mailrig {

Counter::Count Counter::count(const Event& event) {
  Count count;
  if (knows_sessions()) meet(event, count);
  const auto entry = entry_of(event);
  count.lifetime = ++entry->lifetime;
  count.fired = entry->fired;
  count.first = entry->first;
  count.ordinal = plan_.ranked   ? rank(entry, event.session)
                  : plan_.window ? within(*entry, event.now)
                                 : entry->lifetime;
  return count;
}

// Sessions and transactions are known by their ordinals, whatever their numbers.
void Counter::meet(const Event& event, Count& count) {
  Visit& visit = visits_[event.session];
  if (visit.ordinal == 0) visit.ordinal = ++sessions_[std::string(event.inbox)];
  if (event.transaction != 0 && event.transaction != visit.transaction) {
    visit.transaction = event.transaction;
    ++visit.transaction_ordinal;
  }
  if (!plan_.by_session) return;
  count.session = visit.ordinal;
  count.transaction = event.transaction == 0 ? 0 : visit.transaction_ordinal;
}

// The key's entry, made anew if it has expired.
Counter::Order::iterator Counter::entry_of(const Event& event) {
  if (const auto found = index_.find(event.key); found != index_.end()) {
    const auto entry = found->second;
    if (!plan_.expire || event.now < entry->first + *plan_.expire) return entry;
    erase(entry);
  }
  while (!order_.empty() && (order_.size() >= capacity_ || times_ >= most_times)) {
    erase(order_.begin());
    ++dropped_;
  }
  Entry fresh;
  fresh.key = event.key;
  fresh.inbox = event.inbox;
  fresh.session = event.session;
  fresh.first = event.now;
  const auto entry = order_.insert(order_.end(), std::move(fresh));
  index_.emplace(entry->key, entry);
  if (plan_.by_session) visits_[event.session].entries.push_back(entry);
  return entry;
}

std::uint64_t Counter::rank(Order::iterator entry, std::uint64_t session) {
  auto place = std::find(entry->open.begin(), entry->open.end(), session);
  if (place == entry->open.end()) {
    entry->open.push_back(session);
    if (!plan_.by_session) visits_[session].entries.push_back(entry);
    return entry->open.size();
  }
  return static_cast<std::uint64_t>(place - entry->open.begin()) + 1;
}

std::uint64_t Counter::within(Entry& entry, WallTime now) {
  const std::size_t before = entry.times.size();
  while (entry.begun < entry.times.size() && entry.times[entry.begun] + *plan_.window <= now)
    ++entry.begun;
  entry.times.push_back(now);
  if (entry.times.size() - entry.begun > plan_.horizon) ++entry.begun;
  if (entry.begun > 16 && entry.begun > entry.times.size() / 2) {
    entry.times.erase(entry.times.begin(),
                      entry.times.begin() + static_cast<std::ptrdiff_t>(entry.begun));
    entry.begun = 0;
  }
  times_ += entry.times.size() - before;
  return entry.times.size() - entry.begun;
}

void Counter::fire(const std::string& key) {
  if (const auto found = index_.find(key); found != index_.end()) ++found->second->fired;
}

// Takes the entry from the session's list.
void Counter::part(Order::iterator entry, std::uint64_t session) {
  const auto visit = visits_.find(session);
  if (visit == visits_.end()) return;
  auto& entries = visit->second.entries;
  // Mostly it is the first: the oldest of all is the oldest of its session too.
  if (const auto place = std::find(entries.begin(), entries.end(), entry); place != entries.end())
    entries.erase(place);
}

void Counter::erase(Order::iterator entry) {
  if (plan_.by_session) part(entry, entry->session);
  if (plan_.ranked && !plan_.by_session)
    for (const std::uint64_t session : entry->open) part(entry, session);
  times_ -= entry->times.size();
  index_.erase(entry->key);
  order_.erase(entry);
}

void Counter::forget_session(std::uint64_t session) {
  const auto visit = visits_.find(session);
  if (visit == visits_.end()) return;
  const std::deque<Order::iterator> entries = std::move(visit->second.entries);
  visits_.erase(visit);
  for (const auto& entry : entries) {
    if (plan_.by_session)
      erase(entry);
    else
      std::erase(entry->open, session);
  }
}

void Counter::forget_inbox(std::string_view inbox) {
  for (auto entry = order_.begin(); entry != order_.end();) {
    const auto next = std::next(entry);
    if (entry->inbox == inbox) erase(entry);
    entry = next;
  }
  sessions_.erase(std::string(inbox));
}

void Counter::forget_all() {
  index_.clear();
  order_.clear();
  visits_.clear();
  sessions_.clear();
  times_ = 0;
}

}  // namespace mailrig
