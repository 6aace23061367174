// The store's reading side: lists, records by id, changes, counts.
#include "store/state.hpp"

namespace mailrig {
namespace {

// Records are looked at in portions, so that a slow filter never holds up the mail.
constexpr std::size_t kPortion = 512;

bool takes_all(const Query& query) {
  return query.conditions.empty() && query.number == 0 && query.after == 0 && !query.since &&
         !query.until;
}

// Without a filter nothing needs to be looked at but the page itself.
template <class Record>
Page<Record> turn_page(std::mutex& mutex, const Shelf<Record>& shelf, const Query& query,
                       std::uint64_t (*number_of)(const Record&)) {
  Page<Record> page;
  const std::lock_guard lock(mutex);
  page.total = shelf.size();
  if (query.limit == 0) return page;
  shelf.walk(query.cursor, query.ascending, query.limit,
             [&](const auto& record) { page.items.push_back(record); });
  if (page.items.size() < query.limit) return page;
  const std::uint64_t last = number_of(*page.items.back());
  shelf.walk(last, query.ascending, 1, [&](const auto&) { page.next = last; });
  return page;
}

template <class Record, class Accept>
Page<Record> find(std::mutex& mutex, const Shelf<Record>& shelf, const Query& query,
                  std::uint64_t (*number_of)(const Record&), Accept&& accept) {
  if (takes_all(query)) return turn_page<Record>(mutex, shelf, query, number_of);
  Page<Record> page;
  std::vector<std::shared_ptr<Record>> portion;
  std::uint64_t place = 0;
  std::uint64_t newest = 0;  // what comes after the first look is for the next request
  bool more = false;
  do {
    portion.clear();
    {
      const std::lock_guard lock(mutex);
      if (!newest) shelf.walk(0, false, 1, [&](const auto& last) { newest = number_of(*last); });
      place = shelf.walk(place, query.ascending, kPortion,
                         [&](const auto& record) { portion.push_back(record); });
    }
    for (auto& record : portion) {
      const std::uint64_t number = number_of(*record);
      if (number > newest || !accept(*record)) continue;
      ++page.total;
      const bool turned =
          query.cursor == 0 || (query.ascending ? number > query.cursor : number < query.cursor);
      if (!turned || query.limit == 0) continue;
      if (page.items.size() < query.limit)
        page.items.push_back(std::move(record));
      else
        more = true;
    }
  } while (place != 0 && portion.size() == kPortion);
  if (more) page.next = number_of(*page.items.back());
  return page;
}

template <class Record>
std::variant<std::shared_ptr<Record>, Store::Missing> by_number(std::shared_ptr<Record> found,
                                                                std::uint64_t number,
                                                                std::uint64_t issued) {
  if (found) return found;
  return number != 0 && number <= issued ? Store::Missing::gone : Store::Missing::never;
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
  static constexpr std::string_view words[] = {"message", "transaction", "session", "rule"};
  return words[static_cast<std::size_t>(kind)];
}

Page<const Message> Store::find_messages(const Query& query) const {
  const StoreCounts before = counts();
  auto page = find<const Message>(
      state_->mutex, state_->messages, query, [](const Message& each) { return each.number; },
      [&](const Message& each) { return accepts(query, each); });
  page.seq = before.seq;
  page.evicted = before.evicted_messages;
  return page;
}

Page<const Transaction> Store::find_transactions(const Query& query) const {
  const StoreCounts before = counts();
  auto page = find<const Transaction>(
      state_->mutex, state_->transactions, query,
      [](const Transaction& each) { return each.number; },
      [&](const Transaction& each) { return accepts(query, each); });
  page.seq = before.seq;
  page.evicted = before.evicted_transactions;
  return page;
}

Page<SessionRecord> Store::find_sessions(const Query& query) const {
  const StoreCounts before = counts();
  auto page = find<SessionRecord>(
      state_->mutex, state_->sessions, query,
      [](const SessionRecord& each) {
        return each.read([](const SessionState& state) { return state.number; });
      },
      [&](const SessionRecord& each) {
        return each.read([&](const SessionState& state) { return accepts(query, state); });
      });
  page.seq = before.seq;
  page.evicted = before.evicted_sessions;
  return page;
}

std::variant<std::shared_ptr<const Message>, Store::Missing> Store::message(
    std::uint64_t number) const {
  const std::lock_guard lock(state_->mutex);
  return by_number(state_->messages.at(number), number, state_->counts.messages_received);
}

std::variant<std::shared_ptr<const Transaction>, Store::Missing> Store::transaction(
    std::uint64_t number) const {
  const std::lock_guard lock(state_->mutex);
  auto found = state_->transactions.at(number);
  if (!found && state_->is_open(number)) return Missing::never;
  return by_number(std::move(found), number, state_->transactions_begun.load());
}

std::variant<std::shared_ptr<SessionRecord>, Store::Missing> Store::session(
    std::uint64_t number) const {
  const std::lock_guard lock(state_->mutex);
  return by_number(state_->sessions.at(number), number, state_->counts.sessions_opened);
}

std::vector<std::shared_ptr<const Message>> Store::all_matching(Query query) const {
  if (query.number != 0) {
    const std::lock_guard lock(state_->mutex);
    auto found = state_->messages.at(query.number);
    if (!found || !accepts(query, *found)) return {};
    return {std::move(found)};
  }
  query.limit = static_cast<std::size_t>(-1);
  query.cursor = 0;
  return find_messages(query).items;
}

StoreCounts Store::counts() const {
  const std::lock_guard lock(state_->mutex);
  StoreCounts counts = state_->counts;
  counts.messages = state_->messages.size();
  counts.transactions = state_->transactions.size();
  counts.sessions = state_->sessions.size();
  counts.kept_octets = state_->ledger.octets();
  counts.in_flight_octets = in_flight_.load();
  return counts;
}

Losses Store::losses(const Pattern* inbox) const {
  const std::lock_guard lock(state_->mutex);
  return state_->lost.of(inbox);
}

std::uint64_t Store::seq() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts.seq;
}

Store::Changes Store::changes_after(std::uint64_t seq, std::size_t most) const {
  const std::lock_guard lock(state_->mutex);
  Changes answer;
  const auto& ring = state_->ring;
  if (seq >= state_->counts.seq) {
    answer.complete = seq == state_->counts.seq;  // a mark from another run of the server
    return answer;
  }
  // The ring is gapless, so the place follows from the first entry.
  answer.complete = !ring.empty() && ring.front().seq <= seq + 1;
  const std::uint64_t skip = answer.complete ? seq + 1 - ring.front().seq : 0;
  for (auto each = ring.begin() + static_cast<std::ptrdiff_t>(skip);
       each != ring.end() && answer.changes.size() < most; ++each)
    answer.changes.push_back(*each);
  return answer;
}

std::shared_ptr<Store::Subscription> Store::subscribe(Interest interest, Wake wake) {
  return std::make_shared<Subscription>(
      state_->mutex, state_->waiting,
      WaitingRoom::Waiter{std::move(interest), std::move(wake), std::nullopt});
}

std::size_t Store::subscribers() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting.size();
}

}  // namespace mailrig
