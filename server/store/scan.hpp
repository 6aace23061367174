// How a query is answered: by an index where it names a recipient, a sender or an inbox, else over
// the blocks that time and `after` leave; in portions, so that no search holds up the mail.
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "store/prefetch.hpp"
#include "store/state.hpp"

namespace mailrig {

inline Bounds bounds_of(const Query& query) { return {query.after, query.since, query.until}; }

// Whether the mails themselves have to be read, not just their records.
inline bool reads_mail(const Conditions& conditions) {
  return std::any_of(conditions.begin(), conditions.end(),
                     [](const Condition& each) { return cost_of(each.field.field) > 0; });
}
inline bool reads_mail(const Search& search) {
  return reads_mail(search.condition) ||
         std::any_of(search.parts.begin(), search.parts.end(),
                     [](const Search& part) { return reads_mail(part); });
}
inline bool reads_mail(const Query& query) {
  return reads_mail(query.conditions) || reads_mail(query.search);
}

// What the store's parts are called for one kind of record.
template <class Record>
struct Place {
  const Shelf<Record>& shelf;
  const Zones& zones;
  const Postings* (Index::*list)(Field, std::string_view) const;  // null: not indexed
};

// The way to the records, chosen once; lists are looked up anew whenever the lock was away.
struct Route {
  Field field = Field::inbox;
  std::string value;
  bool indexed = false;
  bool exact = false;  // what is found that way needs no further look
};

template <class Record>
const Postings* list_of(const Place<Record>& place, const Index& index, const Route& route) {
  return (index.*place.list)(route.field, route.value);
}

// The shortest list among those that the query names. Under the lock.
template <class Record>
Route route_to(const Place<Record>& place, const Index& index, const Query& query) {
  Route best;
  std::size_t least = 0;
  if (place.list != nullptr)
    for (const Condition& condition : query.conditions) {
      if (!Index::covers(condition.field.field)) continue;
      auto literal = condition.pattern.literal();
      if (!literal) continue;
      Route route{condition.field.field, std::move(*literal), true};
      const Postings* list = list_of(place, index, route);
      const std::size_t size = list ? list->size() : 0;
      if (best.indexed && size >= least) continue;
      least = size;
      best = std::move(route);
    }
  best.exact = query.conditions.size() == (best.indexed ? 1 : 0) && finds_all(query.search) &&
               query.number == 0 && !bounds_of(query).any();
  return best;
}

// How many records have to be looked at. Under the lock.
template <class Record>
std::uint64_t candidates(const Place<Record>& place, const Index& index, const Query& query) {
  if (query.number != 0) return 1;
  const Route route = route_to(place, index, query);
  if (route.exact) return 0;
  if (!route.indexed) return place.zones.candidates(bounds_of(query));
  const Postings* list = list_of(place, index, route);
  return list ? list->size() : 0;
}

template <class Record>
class Scan {
 public:
  using NumberOf = std::uint64_t (*)(const Record&);

  Scan(Store::State& state, Place<Record> place, const Query& query, NumberOf number_of)
      : state_(state),
        place_(place),
        query_(query),
        number_of_(number_of),
        reads_(reads_mail(query)) {}

  // `accept(record)`; given up early, with whatever was found, when `stop` becomes true.
  template <class Accept>
  Page<Record> run(Accept&& accept, const std::atomic<bool>* stop) {
    {
      const std::lock_guard lock(state_.mutex);
      route_ = route_to(place_, state_.index, query_);
      if (route_.exact) return turn();
      place_.shelf.walk(0, false, 1, [&](const auto& last) { newest_ = number_of_(*last); });
    }
    bool more = true;
    while (more && !(stop && stop->load(std::memory_order_relaxed))) {
      more = gather();
      for (std::size_t i = 0; i < portion_.size(); ++i) {
        if (reads_) prefetch::ahead<Record>(portion_, i);
        auto& record = portion_[i];
        const std::uint64_t number = number_of_(*record);
        if (number > newest_ || !accept(*record)) continue;
        take(number, std::move(record));
        if (!query_.count && more_) return std::move(page_);
      }
    }
    if (more_) page_.next = number_of_(*page_.items.back());
    return std::move(page_);
  }

 private:
  static constexpr std::size_t kPortion = 512;

  // Nothing needs to be looked at but the page itself. Under the lock.
  Page<Record> turn() {
    const Postings* list = route_.indexed ? list_of(place_, state_.index, route_) : nullptr;
    page_.total = route_.indexed ? (list ? list->size() : 0) : place_.shelf.size();
    if (query_.limit == 0 || (route_.indexed && !list)) return std::move(page_);
    walk(list, query_.cursor, query_.limit, page_.items);
    if (page_.items.size() < query_.limit) return std::move(page_);
    const std::uint64_t last = number_of_(*page_.items.back());
    std::vector<std::shared_ptr<Record>> beyond;
    walk(list, last, 1, beyond);
    if (!beyond.empty()) page_.next = last;
    return std::move(page_);
  }

  std::uint64_t walk(const Postings* list, std::uint64_t from, std::size_t most,
                     std::vector<std::shared_ptr<Record>>& into) const {
    if (!list)
      return place_.shelf.walk(from, query_.ascending, most,
                               [&](const auto& record) { into.push_back(record); });
    return list->walk(from, query_.ascending, most, [&](std::uint64_t number) {
      if (auto record = place_.shelf.at(number)) into.push_back(std::move(record));
    });
  }

  // The next portion; false if it is the last.
  bool gather() {
    portion_.clear();
    const std::lock_guard lock(state_.mutex);
    const Postings* list = nullptr;
    if (route_.indexed) {
      list = list_of(place_, state_.index, route_);
      if (!list) return false;
    } else if (const Bounds bounds = bounds_of(query_); bounds.any()) {
      const bool only_bounds =
          query_.conditions.empty() && finds_all(query_.search) && query_.number == 0;
      std::uint64_t inside = 0;
      at_ = place_.zones.leap(at_, query_.ascending, bounds, newest_,
                              only_bounds && full() ? &inside : nullptr);
      page_.total += inside;
      more_ = more_ || (inside > 0 && query_.limit > 0);
    }
    const std::uint64_t last = walk(list, at_, kPortion, portion_);
    at_ = last;
    state_.counts.searched += portion_.size();
    return last != 0 && portion_.size() == kPortion;
  }

  bool full() const { return page_.items.size() >= query_.limit; }

  void take(std::uint64_t number, std::shared_ptr<Record> record) {
    ++page_.total;
    const bool turned =
        query_.cursor == 0 || (query_.ascending ? number > query_.cursor : number < query_.cursor);
    if (!turned || query_.limit == 0) return;
    if (full())
      more_ = true;
    else
      page_.items.push_back(std::move(record));
  }

  Store::State& state_;
  Place<Record> place_;
  const Query& query_;
  NumberOf number_of_;
  bool reads_;  // the mails, not just what stands in the records
  Route route_;
  Page<Record> page_;
  std::vector<std::shared_ptr<Record>> portion_;
  std::uint64_t at_ = 0;
  std::uint64_t newest_ = 0;  // what comes after the first look is for the next request
  bool more_ = false;
};

}  // namespace mailrig
