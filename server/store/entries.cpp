// The store's timeline: a page of it, and taking entries from it.
#include "store/entries.hpp"

#include <algorithm>

#include "store/state.hpp"

namespace mailrig {
namespace {

constexpr std::size_t kPortion = 512;

bool accepts_entry(const Query& query, const StoreEntry& entry) {
  if (const auto* message = std::get_if<0>(&entry.record)) return accepts(query, **message);
  if (const auto* transaction = std::get_if<1>(&entry.record)) return accepts(query, **transaction);
  return std::get<2>(entry.record)->read([&](const SessionState& state) {
    return accepts(query, state);
  });
}

bool takes_all(const Query& query) {
  return query.conditions.empty() && finds_all(query.search) && query.after == 0 && !query.since &&
         !query.until;
}

}  // namespace

std::uint64_t Store::entries_removed() const {
  const std::lock_guard lock(state_->mutex);
  return state_->timeline.removed();
}

StoreEntry Store::entry_at(std::uint64_t place, Timeline::Entry entry) const {
  switch (entry.kind) {
    case KeptKind::message:
      return {place, state_->messages.at(entry.number)};
    case KeptKind::transaction:
      return {place, state_->transactions.at(entry.number)};
    case KeptKind::session:
      break;
  }
  return {place, state_->sessions.at(entry.number)};
}

template <class Visit>
void Store::each_entry(const Query& query, const std::atomic<bool>* stop, Visit&& visit) const {
  std::vector<StoreEntry> portion;
  std::uint64_t place = 0, last = 0;
  do {
    portion.clear();
    {
      const std::lock_guard lock(state_->mutex);
      if (last == 0) last = state_->timeline.last();  // what comes later is for the next request
      state_->timeline.walk_after(place, kPortion, [&](std::uint64_t at, Timeline::Entry entry) {
        place = at;
        if (at <= last) portion.push_back(entry_at(at, entry));
      });
    }
    for (StoreEntry& entry : portion)
      if (accepts_entry(query, entry)) visit(std::move(entry));
  } while (portion.size() == kPortion && !(stop && stop->load()));
}

EntryPage Store::find_entries(const Query& query, std::uint64_t offset,
                              const std::atomic<bool>* stop) const {
  EntryPage page;
  const auto place = [&](std::uint64_t total) {
    // Where the page begins and how long it is, counted from the oldest.
    const std::uint64_t first = std::min(offset, total);
    const std::uint64_t most = std::min<std::uint64_t>(query.limit, total - first);
    return std::pair(query.ascending ? first : total - first - most, most);
  };
  {
    const std::lock_guard lock(state_->mutex);
    page.removed = state_->timeline.removed();
    page.seq = state_->counts.seq;
    if (takes_all(query)) {
      page.total = state_->timeline.size();
      const auto [first, most] = place(page.total);
      state_->timeline.walk_from(first, most, [&](std::uint64_t at, Timeline::Entry entry) {
        page.items.push_back(entry_at(at, entry));
      });
    }
  }
  if (!takes_all(query)) {
    std::vector<StoreEntry> found;
    each_entry(query, stop, [&](StoreEntry&& entry) { found.push_back(std::move(entry)); });
    page.total = found.size();
    const auto [first, most] = place(page.total);
    const auto begin = found.begin() + static_cast<std::ptrdiff_t>(first);
    page.items.assign(std::move_iterator(begin),
                      std::move_iterator(begin + static_cast<std::ptrdiff_t>(most)));
  }
  if (!query.ascending) std::reverse(page.items.begin(), page.items.end());
  return page;
}

std::uint64_t Store::erase_entries(const Query& query, const std::vector<std::uint64_t>& places) {
  std::vector<StoreEntry> victims;
  if (places.empty()) {
    each_entry(query, nullptr, [&](StoreEntry&& entry) { victims.push_back(std::move(entry)); });
  } else {
    const std::lock_guard lock(state_->mutex);
    for (const std::uint64_t wanted : places)
      state_->timeline.walk_after(wanted - 1, 1, [&](std::uint64_t at, Timeline::Entry entry) {
        if (at == wanted) victims.push_back(entry_at(at, entry));
      });
  }
  for (const StoreEntry& each : victims) {
    if (const auto* message = std::get_if<0>(&each.record)) {
      Query one;
      one.number = (*message)->number;
      erase_messages(one);
    } else {
      const std::lock_guard lock(state_->mutex);
      state_->timeline.take(each.place);
    }
  }
  if (!victims.empty()) nudge();
  return victims.size();
}

}  // namespace mailrig
