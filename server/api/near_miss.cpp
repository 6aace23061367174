#include "api/near_miss.hpp"

#include <algorithm>

namespace mailrig::api {
namespace {

constexpr std::size_t looked_at = 1'000;

template <class Record>
NearMiss distance_of(const Query& query, const Record& record) {
  std::vector<Value> values;
  values.reserve(query.conditions.size());
  for (const Condition& condition : query.conditions)
    values.push_back(value_of(record, condition.field));
  return measure(query.conditions, values);
}

// Of the last records of its range whatever they are, newest first.
Query range_of(const Query& query) {
  Query range = query;
  range.conditions.clear();
  range.cursor = 0;
  range.ascending = false;
  range.limit = looked_at;
  return range;
}

std::string refusal_of(const Transaction& transaction, bool matches) {
  std::string text = matches ? "it matches, but ended with " : "it ended with ";
  text += (transaction.reply.empty() ? transaction.outcome : transaction.reply).view();
  if (!transaction.rules.empty()) text += ", by rule " + transaction.rules->back();
  return text + ", so there is no message";
}

}  // namespace

std::vector<NearRecord> near_misses(const Store& store, const Query& query, ChangeKind kind,
                                    std::size_t most) {
  const Query range = range_of(query);
  std::vector<NearRecord> found;
  if (kind == ChangeKind::session) {
    for (const auto& session : store.find_sessions(range).items) {
      const SessionState state = session->state();
      if (!accepts(query, state))
        found.push_back({"session", make_id('s', state.number), distance_of(query, state), ""});
    }
  } else {
    for (const auto& each : store.find_transactions(range).items) {
      const bool matches = accepts(query, *each);
      const bool refused = kind == ChangeKind::message && each->message == 0;
      if (kind == ChangeKind::message ? !refused : matches) continue;
      found.push_back({"transaction", make_id('t', each->number), distance_of(query, *each),
                       refused ? refusal_of(*each, matches) : ""});
    }
    if (kind == ChangeKind::message)
      for (const auto& each : store.find_messages(range).items)
        if (!accepts(query, *each))
          found.push_back({"message", make_id('m', each->number), distance_of(query, *each), ""});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.miss.distance < b.miss.distance; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace mailrig::api
