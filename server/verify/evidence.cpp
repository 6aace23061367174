#include "verify/evidence.hpp"

#include <algorithm>
#include <limits>

namespace mailrig {
namespace {

Query range_of(const Scope& scope) {
  Query query;
  if (scope.inbox) query.conditions.push_back({{Field::inbox, {}}, *scope.inbox});
  query.after = scope.after;
  query.ascending = true;
  query.limit = std::numeric_limits<std::size_t>::max();
  return query;
}

// Facts as of each line: what TLS and transactions say of their moments, else the session's last.
class Learning {
 public:
  explicit Learning(const SessionState& state) : last_(state.facts) {
    Facts clear = *last_;
    clear.tls.reset();
    clear_ = last_->tls ? std::make_shared<const Facts>(std::move(clear)) : last_;
  }

  std::shared_ptr<const Facts> at(const Event& event, const Transaction* transaction) {
    if (event.kind == EventKind::tls) secured_ = true;
    if (transaction) {
      secured_ = secured_ || transaction->facts->tls.has_value();
      return transaction->facts;
    }
    return secured_ ? last_ : clear_;
  }

 private:
  std::shared_ptr<const Facts> last_, clear_;
  bool secured_ = false;
};

std::shared_ptr<const Transaction> transaction_of(const Store& store, std::uint64_t number) {
  auto found = store.transaction(number);
  auto* held = std::get_if<std::shared_ptr<const Transaction>>(&found);
  return held ? std::move(*held) : nullptr;
}

bool is_command(const Event& event) {
  // A line that answers a 3yz reply has no stage: it is no command.
  return event.who == Who::client && event.stage.has_value() &&
         (event.kind == EventKind::command || event.kind == EventKind::auth);
}

// The lines of a session after `after`: what came before a transaction that ended before the mark,
// came before it too.
void read_lines(const Store& store, const SessionRecord& record, std::uint64_t after,
                Visit& visit) {
  std::shared_ptr<const Transaction> current;
  Learning learning(visit.state);
  record.replay([&](std::uint64_t number) { return current = transaction_of(store, number); },
                [&](Event&& event, std::uint64_t transaction) {
                  if (transaction == 0 || (current && current->number != transaction))
                    current = nullptr;
                  if (current && current->seq <= after) {
                    visit.lines.clear();
                    learning.at(event, current.get());
                    return;
                  }
                  auto facts = learning.at(event, current.get());
                  visit.lines.push_back({std::move(event), transaction, std::move(facts)});
                });
}

void add_lines(Evidence& evidence, const std::shared_ptr<const Visit>& visit) {
  for (std::size_t i = 0; i < visit->lines.size(); ++i) {
    const Event& event = visit->lines[i].event;
    if (is_command(event)) evidence.commands.push_back(Item::command(visit, i));
    for (std::size_t entry = 0; entry < event.trace.size(); ++entry)
      if (event.trace[entry].gate == Gate::fired)
        evidence.firings.push_back(Item::firing(visit, i, entry));
  }
  evidence.lost.events = evidence.lost.events || visit->state.events_dropped > 0;
}

void add_sessions(const Store& store, const Scope& scope, Lines lines, Evidence& evidence) {
  Query query = range_of(scope);
  // What an open session says now leaves no trace in its seq.
  if (lines == Lines::read) query.after = 0;
  for (const auto& record : store.find_sessions(query).items) {
    auto visit = std::make_shared<Visit>();
    visit->state = record->state();
    const bool in_range = visit->state.seq > scope.after;
    if (!in_range && visit->state.ended) continue;
    if (lines == Lines::read) read_lines(store, *record, scope.after, *visit);
    if (in_range) evidence.sessions.push_back(Item::of(std::shared_ptr<const Visit>(visit)));
    add_lines(evidence, visit);
  }
  const auto by_time = [](const Item& a, const Item& b) { return a.when() < b.when(); };
  std::ranges::stable_sort(evidence.commands, by_time);
  std::ranges::stable_sort(evidence.firings, by_time);
}

void note_losses(const Store& store, const Scope& scope, Evidence& evidence) {
  const Losses losses = store.losses(scope.inbox ? &*scope.inbox : nullptr);
  const auto lost = [&](std::uint64_t seq) {
    if (seq > scope.after) evidence.lost_until = std::max(evidence.lost_until, seq);
    return seq > scope.after;
  };
  evidence.lost.messages = lost(losses.messages);
  evidence.lost.contents = lost(losses.contents);
  evidence.lost.transactions = lost(losses.transactions);
  evidence.lost.sessions = lost(losses.sessions);
}

}  // namespace

const std::vector<Item>& Evidence::of(Subject subject) const {
  switch (subject) {
    case Subject::message:
      return messages;
    case Subject::transaction:
      return transactions;
    case Subject::session:
      return sessions;
    case Subject::command:
      return commands;
    case Subject::rule:
      return firings;
  }
  return messages;
}

Evidence gather(const Store& store, const Scope& scope, Lines lines) {
  Evidence evidence;
  const StoreCounts counts = store.counts();
  evidence.seq = counts.seq;
  evidence.open_sessions = counts.open_sessions;
  const Query query = range_of(scope);
  for (auto& each : store.find_messages(query).items)
    evidence.messages.push_back(Item::of(std::move(each)));
  for (auto& each : store.find_transactions(query).items)
    evidence.transactions.push_back(Item::of(std::move(each)));
  add_sessions(store, scope, lines, evidence);
  // After looking: what went in the meantime was not seen either.
  note_losses(store, scope, evidence);
  return evidence;
}

}  // namespace mailrig
