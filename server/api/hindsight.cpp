#include "api/hindsight.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "scenario/moment_value.hpp"

namespace mailrig::api {
namespace {

// An event as it was offered to rules, put together from its records.
struct Offered {
  std::string verb, arg;
  Moment moment;
};

const TraceEntry* entry_of(const Event& event, const Rule& rule) {
  const auto found = std::ranges::find(event.trace, rule.id, &TraceEntry::rule);
  return found == event.trace.end() ? nullptr : &*found;
}

const Recipient* named_in(std::string_view arg, const Transaction& transaction) {
  for (const Recipient& each : transaction.envelope.to)
    if (arg.find("<" + each.address.string() + ">") != std::string_view::npos) return &each;
  return nullptr;
}

bool of_transaction(Stage stage) {
  return stage == Stage::mail || stage == Stage::rcpt || stage == Stage::data ||
         stage == Stage::body || stage == Stage::eom;
}

// The command that the server's `line` answers; empty where there was none.
std::string command_before(const Visit& visit, std::size_t line) {
  const std::optional<Stage> stage = visit.lines[line].event.stage;
  for (std::size_t i = line; i-- > 0;) {
    const Event& event = visit.lines[i].event;
    if (event.who == Who::client && event.stage == stage) return event.masked();
    if (event.who == Who::server) break;
  }
  return {};
}

Offered offered(const Visit& visit, std::size_t line, Stage stage, const Transaction* transaction) {
  Offered all;
  const std::string command = command_before(visit, line);
  const std::size_t space = command.find(' ');
  all.verb = command.substr(0, space);
  for (char& c : all.verb)
    if (is_alpha(c)) c = static_cast<char>(lower(c) - 32);
  if (space != std::string::npos) all.arg = command.substr(space + 1);
  all.moment.stage = stage;
  all.moment.facts = visit.lines[line].facts.get();
  if (!transaction) return all;
  all.moment.transaction = transaction->number;
  all.moment.envelope = &transaction->envelope;
  if (stage == Stage::rcpt) all.moment.recipient = named_in(all.arg, *transaction);
  if (stage == Stage::eom && transaction->content)
    all.moment.content = transaction->content->octets();
  return all;
}

// The distance for the recipient that comes nearest.
NearMiss distance_of(const Rule& rule, Offered& offered) {
  offered.moment.verb = offered.verb;
  offered.moment.arg = offered.arg;
  const MomentValues values(offered.moment);
  std::optional<NearMiss> nearest;
  for (const Recipient* about : values.recipients()) {
    std::vector<Value> found;
    for (const Condition& condition : rule.match)
      found.push_back(values.value(condition.field, about));
    NearMiss miss = measure(rule.match, found);
    if (!nearest || miss.distance < nearest->distance) nearest = std::move(miss);
  }
  return nearest.value_or(NearMiss{});
}

std::string note_of(const TraceEntry* entry, const NearMiss& miss, Stage stage) {
  std::string note = "at " + std::string(to_string(stage)) + ": ";
  if (entry)
    return note + "it matched and counted, but was held back: " +
           (entry->why.empty() ? "ordinal " + std::to_string(entry->ordinal) : entry->why);
  if (!miss.differences.empty()) return note + "it does not match";
  return note + "it would match now: the rule came later, or was not in force for it";
}

void look_at(const Rule& rule, const Visit& visit, const Evidence& evidence,
             std::vector<NearRecord>& found) {
  for (std::size_t i = 0; i < visit.lines.size(); ++i) {
    const Visit::Line& line = visit.lines[i];
    const std::optional<Stage> stage = line.event.stage;
    if (!stage || line.event.who == Who::client ||
        std::ranges::find(rule.on, *stage) == rule.on.end())
      continue;
    const TraceEntry* entry = entry_of(line.event, rule);
    if ((entry && entry->gate == Gate::fired) || (!entry && line.event.rule == rule.id)) continue;
    const Transaction* transaction = nullptr;
    for (const Item& each : evidence.transactions)
      if (line.transaction && each.transaction()->number == line.transaction)
        transaction = each.transaction();
    if (of_transaction(*stage) && !transaction) continue;
    Offered event = offered(visit, i, *stage, transaction);
    NearMiss miss = entry ? NearMiss{} : distance_of(rule, event);
    std::string note = note_of(entry, miss, *stage);
    found.push_back(
        {transaction ? "transaction" : "session",
         transaction ? make_id('t', transaction->number) : make_id('s', visit.state.number),
         std::move(miss), std::move(note)});
  }
}

}  // namespace

std::vector<NearRecord> hindsight(const Rule& rule, const Evidence& evidence, std::size_t most) {
  std::vector<NearRecord> found;
  for (auto each = evidence.sessions.rbegin(); each != evidence.sessions.rend(); ++each)
    if (const Visit* visit = each->visit()) look_at(rule, *visit, evidence, found);
  std::ranges::stable_sort(found, [](const NearRecord& a, const NearRecord& b) {
    return a.miss.distance < b.miss.distance;
  });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace mailrig::api
