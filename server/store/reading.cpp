// The store's reading side: lists, records by id, changes, counts.
#include <algorithm>

#include "store/scan.hpp"

namespace mailrig {
namespace {

std::uint64_t number_of_message(const Message& each) { return each.number; }
std::uint64_t number_of_transaction(const Transaction& each) { return each.number; }
std::uint64_t number_of_session(const SessionRecord& each) {
  return each.read([](const SessionState& state) { return state.number; });
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

Place<const Message> Store::State::place_of_messages() const {
  return {messages, message_zones, &Index::messages};
}

Place<const Transaction> Store::State::place_of_transactions() const {
  return {transactions, transaction_zones, &Index::transactions};
}

Place<SessionRecord> Store::State::place_of_sessions() const {
  return {sessions, session_zones, nullptr};
}

Page<const Message> Store::find_messages(const Query& query, const std::atomic<bool>* stop) const {
  const StoreCounts before = counts();
  auto page = Scan<const Message>(*state_, state_->place_of_messages(), query, number_of_message)
                  .run([&](const Message& each) { return accepts(query, each); }, stop);
  page.seq = before.seq;
  page.evicted = before.evicted_messages;
  return page;
}

Page<const Transaction> Store::find_transactions(const Query& query,
                                                 const std::atomic<bool>* stop) const {
  const StoreCounts before = counts();
  auto page = Scan<const Transaction>(*state_, state_->place_of_transactions(), query,
                                      number_of_transaction)
                  .run([&](const Transaction& each) { return accepts(query, each); }, stop);
  page.seq = before.seq;
  page.evicted = before.evicted_transactions;
  return page;
}

Page<SessionRecord> Store::find_sessions(const Query& query, const std::atomic<bool>* stop) const {
  const StoreCounts before = counts();
  auto page =
      Scan<SessionRecord>(*state_, state_->place_of_sessions(), query, number_of_session)
          .run(
              [&](const SessionRecord& each) {
                return each.read([&](const SessionState& state) { return accepts(query, state); });
              },
              stop);
  page.seq = before.seq;
  page.evicted = before.evicted_sessions;
  return page;
}

std::uint64_t Store::effort(ChangeKind kind, const Query& query) const {
  const std::lock_guard lock(state_->mutex);
  const State& state = *state_;
  const std::uint64_t held = kind == ChangeKind::session       ? state.sessions.size()
                             : kind == ChangeKind::transaction ? state.transactions.size()
                                                               : state.messages.size();
  const std::uint64_t looked_at =
      kind == ChangeKind::session ? candidates(state.place_of_sessions(), state.index, query)
      : kind == ChangeKind::transaction
          ? candidates(state.place_of_transactions(), state.index, query)
          : candidates(state.place_of_messages(), state.index, query);
  const bool reads = !finds_all(query.search) || reads_mail(query);
  // A record is worth a look of some hundred octets; mail is taken to be of middling size.
  const std::uint64_t glance = 256;
  const std::uint64_t mail =
      glance + (held == 0 || kind == ChangeKind::session ? 0 : state.ledger.octets() / held);
  return looked_at * (reads ? mail : glance) + std::min<std::uint64_t>(query.limit, held) * mail;
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
