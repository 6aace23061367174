// The writing side: sessions open and close, transactions end, old records go.
#include "store/store.hpp"

#include "store/state.hpp"

namespace mailrig {
namespace {

// What the events of an ordinary mail take, and some more.
constexpr std::size_t kEvents = 192;

// What a record costs beside its octets: its struct, its slot, its entry and their allocations.
constexpr std::uint64_t kRecordCost = 512;

std::uint64_t cost(const Message& message) {
  return kRecordCost + (message.content() ? message.content()->size() : 0);
}

std::uint64_t cost(const Transaction& transaction) {
  return kRecordCost + (transaction.content ? transaction.content->size() : 0) +
         transaction.events.octets() + transaction.envelope.to.size() * sizeof(Recipient);
}

}  // namespace

Store::Store(StoreLimits limits, WallClock clock)
    : limits_(limits), clock_(std::move(clock)), state_(std::make_unique<State>()) {
  if (!clock_)
    clock_ = [] {
      return std::chrono::time_point_cast<std::chrono::microseconds>(
          std::chrono::system_clock::now());
    };
}

Store::~Store() = default;

std::shared_ptr<SessionRecord> Store::open_session(Facts&& facts, Time now) {
  const WallTime began = clock_();
  const std::lock_guard lock(state_->mutex);
  if (state_->counts.open_sessions >= limits_.sessions) return nullptr;
  const std::uint64_t number = ++state_->counts.sessions_opened;
  facts.session = number;
  auto session =
      std::make_shared<SessionRecord>(number, std::make_shared<const Facts>(std::move(facts)),
                                      began, now, limits_.transcript_octets);
  session->state_.seq = state_->next({ChangeKind::session, number});
  ++state_->counts.open_sessions;
  state_->sessions.put(number, session);
  state_->session_zones.add(number, began, session->state_.seq);
  state_->waiting.changed(ChangeKind::session);
  return session;
}

void Store::close_session(SessionRecord& session, ClosedBy by, std::string_view how, Time now) {
  const std::lock_guard lock(state_->mutex);
  std::uint64_t octets = kRecordCost;
  std::string inbox;
  {
    const std::lock_guard own(session.mutex_);
    SessionState& state = session.state_;
    state.ended = state.began + session.since_begin(now);
    state.closed_by = by;
    state.closed_how = how;
    state.seq = state_->next({ChangeKind::session, state.number});
    if (state.failed && state.transactions.empty())
      state.place = state_->timeline.add({KeptKind::session, state.number});
    state_->session_zones.changed(state.number, state.seq);
    session.events_.shrink();
    octets += session.events_.octets();
    inbox = state.facts->inbox;
  }
  --state_->counts.open_sessions;
  const Ledger::Entry entry{KeptKind::session, session.state_.number};
  state_->ledger.charge(inbox, entry, octets);
  evict(entry);
  state_->waiting.changed(ChangeKind::session);
}

void Store::begin_transaction(SessionRecord& session, Sender from, Time now) {
  auto open = std::make_shared<Transaction>();
  open->events.reserve(kEvents);
  open->number = state_->transactions_begun.fetch_add(1) + 1;
  open->envelope.from = std::move(from);
  const std::lock_guard own(session.mutex_);
  open->facts = session.state_.facts;
  open->began = session.state_.began + session.since_begin(now);
  open->inboxes = session.own_inboxes_;
  if (session.room_for(10)) session.log().mark_transaction(open->number);
  session.open_ = std::move(open);
}

Store::Finished Store::finish_transaction(SessionRecord& session, std::string_view outcome,
                                          std::string_view reply,
                                          std::shared_ptr<const Content> content, bool keep,
                                          Time now) {
  const std::lock_guard lock(state_->mutex);
  std::shared_ptr<Transaction> ended;
  {
    const std::lock_guard own(session.mutex_);
    if (!session.open_) return {};
    ended = std::move(session.open_);
    ended->ended = session.state_.began + session.since_begin(now);
    session.state_.transactions.push_back(ended->number);
  }
  ended->outcome = outcome;
  ended->reply = reply;
  ended->content = std::move(content);
  ended->events.shrink();

  // Most come to the inbox of the one before.
  if (ended->inboxes == state_->last_inboxes)
    ended->inboxes = state_->last_inboxes;
  else
    state_->last_inboxes = ended->inboxes;

  Finished finished{ended->number, 0};
  std::shared_ptr<Message> message;
  if (keep) {
    message = std::make_shared<Message>();
    message->number = finished.message = ended->message = ++state_->counts.messages_received;
    message->received = ended->ended;
    message->seq = state_->next({ChangeKind::message, message->number});
    message->place = state_->timeline.add({KeptKind::message, message->number});
  } else {
    ended->place = state_->timeline.add({KeptKind::transaction, ended->number});
  }
  ended->seq = state_->next({ChangeKind::transaction, ended->number});
  ++state_->counts.transactions_ended;

  const Ledger::Entry entry{KeptKind::transaction, ended->number};
  state_->ledger.charge(ended->inboxes.front(), entry, cost(*ended));
  if (message) message->transaction = ended;
  state_->keep(ended, message);
  evict(entry);
  if (message) state_->waiting.message_came(*message);
  state_->waiting.transaction_ended(*ended);
  return finished;
}

void Store::correct_outcome(std::uint64_t number, std::string_view outcome) {
  const std::lock_guard lock(state_->mutex);
  const auto old = state_->transactions.at(number);
  if (!old) return;
  auto corrected = std::make_shared<Transaction>(*old);
  corrected->outcome = outcome;
  corrected->seq = state_->next({ChangeKind::transaction, number});
  state_->transaction_zones.changed(number, corrected->seq);
  state_->replace(corrected);
  state_->waiting.transaction_ended(*corrected);
}

bool Store::claim_in_flight(std::uint64_t octets) {
  if (in_flight_.fetch_add(octets) + octets <= limits_.in_flight_octets) return true;
  in_flight_.fetch_sub(octets);
  return false;
}

void Store::release_in_flight(std::uint64_t octets) { in_flight_.fetch_sub(octets); }

void Store::note_rule_fired(std::string_view rule, std::uint64_t session) {
  const std::lock_guard lock(state_->mutex);
  ++state_->counts.rules_fired;
  state_->next({ChangeKind::rule, session, rule});
  state_->waiting.changed(ChangeKind::rule);
}

void Store::nudge() {
  const std::lock_guard lock(state_->mutex);
  state_->waiting.changed(ChangeKind::rule);
}

std::shared_ptr<const Message> Store::add_message(Envelope envelope, std::string inbox,
                                                  std::shared_ptr<const Content> content) {
  auto message = std::make_shared<Message>();
  message->received = clock_();
  message->seed = Message::Seed{std::move(envelope), {std::move(inbox)}, std::move(content)};
  const std::lock_guard lock(state_->mutex);
  message->number = ++state_->counts.messages_received;
  message->seq = state_->next({ChangeKind::message, message->number});
  message->place = state_->timeline.add({KeptKind::message, message->number});
  const Ledger::Entry entry{KeptKind::message, message->number};
  state_->ledger.charge(message->inboxes().front(), entry, cost(*message));
  state_->keep(message);
  evict(entry);
  state_->waiting.message_came(*message);
  return message;
}

std::uint64_t Store::patch_messages(const Query& query, const Patch& patch) {
  std::uint64_t patched = 0;
  for (const auto& found : all_matching(query)) {
    const std::lock_guard lock(state_->mutex);
    const auto current = state_->messages.at(found->number);
    if (!current) continue;
    auto changed = std::make_shared<Message>(*current);
    if (patch.read) changed->read = *patch.read;
    if (patch.tags) changed->tags = *patch.tags;
    state_->messages.replace(current->number, std::move(changed));
    ++patched;
  }
  return patched;
}

std::uint64_t Store::erase_messages(const Query& query) {
  std::uint64_t erased = 0;
  for (const auto& found : all_matching(query)) {
    const std::lock_guard lock(state_->mutex);
    const auto message = state_->take_message(found->number);
    if (!message) continue;
    ++erased;
    state_->lost.note(message->inboxes(), {.messages = message->seq});
    state_->timeline.take(message->place);
    state_->ledger.credit(message->inboxes().front(),
                          message->content() ? message->content()->size() : 0);
    if (!message->transaction) continue;
    auto emptied = std::make_shared<Transaction>(*message->transaction);
    emptied->content = nullptr;
    state_->lost.note(emptied->inboxes, {.contents = emptied->seq});
    state_->transactions.replace(message->transaction->number, std::move(emptied));
  }
  if (erased) nudge();
  return erased;
}

void Store::evict(Ledger::Entry newest) {
  while (state_->ledger.octets() > limits_.kept_octets) {
    const auto victim = state_->ledger.oldest_of_largest(newest);
    if (!victim) return;
    const auto [kind, number] = victim->entry;
    std::uint64_t freed = kRecordCost;  // what a deleted record's entry still costs
    if (kind == KeptKind::message) {
      if (const auto message = state_->take_message(number)) {
        freed = cost(*message);
        state_->lost.note(message->inboxes(), {.messages = message->seq});
        state_->timeline.take(message->place);
        ++state_->counts.evicted_messages;
      }
    } else if (kind == KeptKind::transaction) {
      if (const auto transaction = state_->take_transaction(number)) {
        freed = cost(*transaction);
        ++state_->counts.evicted_transactions;
        state_->timeline.take(transaction->place);
        state_->lost.note(transaction->inboxes, {.transactions = transaction->seq});
        if (const auto message = state_->take_message(transaction->message)) {
          state_->timeline.take(message->place);
          ++state_->counts.evicted_messages;
          state_->lost.note(message->inboxes(), {.messages = message->seq});
        }
        if (const auto session = state_->sessions.at(transaction->facts->session))
          forget_transaction(*session, number);
      }
    } else if (const auto session = state_->take_session(number)) {
      freed = kRecordCost + session->events_.octets();
      state_->timeline.take(session->state_.place);
      ++state_->counts.evicted_sessions;
      session->read([&](const SessionState& gone) {
        state_->lost.note(gone.inboxes(), {.sessions = gone.seq});
      });
    }
    state_->ledger.credit(victim->inbox, freed);
  }
}

void Store::forget_transaction(SessionRecord& session, std::uint64_t number) {
  const std::lock_guard own(session.mutex_);
  session.state_.transactions.take(number);
}

}  // namespace mailrig
