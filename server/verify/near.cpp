#include "verify/near.hpp"

#include <algorithm>

namespace mailrig {
namespace {

constexpr std::size_t kLookedAt = 1'000;  // the last of each kind

NearMiss distance_of(const Conditions& conditions, const Item& item) {
  std::vector<Value> values;
  values.reserve(conditions.size());
  for (const Condition& condition : conditions) values.push_back(item.value(condition.field));
  return measure(conditions, values);
}

std::string_view first_line(std::string_view reply) {
  reply = reply.substr(0, reply.find('\n'));
  if (reply.ends_with('\r')) reply.remove_suffix(1);
  return reply;
}

// The rule behind the last reply (to `recipient`, if it has one of its own); empty if none was.
std::string rule_behind(const Transaction& transaction, std::string_view reply) {
  std::string rule;
  transaction.events.read(
      [&](Event&& event) {
        if (event.rule.empty()) return;
        if (event.kind == EventKind::fault || event.text == reply) rule = event.rule;
      },
      [](std::uint64_t) {});
  return rule;
}

std::string answer_of(const Transaction& transaction, const Recipient* recipient) {
  const bool own = recipient && !recipient->valid && !recipient->reply.empty();
  const std::string reply = (own ? recipient->reply : transaction.reply).string();
  const std::string rule = rule_behind(transaction, reply);
  const bool dropped = recipient && recipient->valid && !recipient->kept;
  if (dropped)
    return (rule.empty() ? "" : "but rule " + rule + " ") + std::string("dropped the recipient");
  if (transaction.outcome == outcome::lost || transaction.outcome == outcome::aborted)
    if (!own)
      return "but it was " + transaction.outcome.string() +
             (rule.empty() ? "" : " by rule " + rule);
  const std::string said(first_line(reply));
  if (!rule.empty()) return "but rule " + rule + " answered " + (said.empty() ? "nothing" : said);
  return "but it was answered " + (said.empty() ? transaction.outcome.string() : said);
}

// Why `item`, a transaction that was not kept for `recipient`, is no message.
Refusal refusal(const Item& item, const Recipient* recipient) {
  return {item.id(),
          "transaction " + item.id() + " matched, " + answer_of(*item.transaction(), recipient)};
}

// Whether what asks for the recipient holds for one that it was not kept for.
const Recipient* unkept(const Conditions& conditions, const Item& item) {
  const bool whole = item.transaction()->message == 0;
  for (const Recipient* recipient : item.recipients())
    if ((whole || !recipient->kept) && holds(conditions, item.about(*recipient))) return recipient;
  return nullptr;
}

// Of fields that every message of a transaction shares.
Conditions of_transactions(const Conditions& conditions) {
  Conditions kept;
  for (const Condition& condition : conditions)
    if (has_field(Subject::transaction, condition.field.field) &&
        condition.field.field != Field::outcome)
      kept.push_back(condition);
  return kept;
}

}  // namespace

std::vector<NearRecord> near_records(const Expectation& expectation, const Evidence& evidence,
                                     std::size_t most) {
  std::vector<NearRecord> found;
  if (expectation.match.empty()) return found;
  const auto look = [&](const Item& item, std::string_view kind, std::string note) {
    found.push_back(
        {std::string(kind), item.id(), distance_of(expectation.match, item), std::move(note)});
  };
  const auto& items = evidence.of(expectation.subject);
  const std::size_t skipped = items.size() > kLookedAt ? items.size() - kLookedAt : 0;
  for (std::size_t i = items.size(); i-- > skipped;) {
    if (holds(expectation.match, items[i])) continue;
    look(items[i], to_string(expectation.subject),
         items[i].title() == items[i].id() ? "" : items[i].title());
  }
  if (expectation.subject == Subject::message) {
    const auto& all = evidence.transactions;
    const std::size_t unseen = all.size() > kLookedAt ? all.size() - kLookedAt : 0;
    for (std::size_t i = all.size(); i-- > unseen;) {
      const Transaction& transaction = *all[i].transaction();
      if (transaction.message == 0 && !holds(expectation.match, all[i]))
        look(all[i], "transaction", "it ended with " + transaction.outcome.string());
    }
  }
  std::ranges::stable_sort(found, [](const NearRecord& a, const NearRecord& b) {
    return a.miss.distance < b.miss.distance;
  });
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<Refusal> refusals(const Expectation& expectation, const Evidence& evidence,
                              std::size_t most) {
  std::vector<Refusal> all;
  if (expectation.subject != Subject::message) return all;
  const Conditions conditions = of_transactions(expectation.match);
  for (auto each = evidence.transactions.rbegin();
       each != evidence.transactions.rend() && all.size() < most; ++each) {
    if (each->recipients().empty()) {
      if (each->transaction()->message == 0 && holds(conditions, *each))
        all.push_back(refusal(*each, nullptr));
    } else if (const Recipient* recipient = unkept(conditions, *each)) {
      all.push_back(refusal(*each, recipient));
    }
  }
  return all;
}

}  // namespace mailrig
