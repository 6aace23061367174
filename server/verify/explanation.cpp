#include "verify/explanation.hpp"

#include <algorithm>
#include <set>

namespace mailrig {
namespace {

constexpr std::size_t kRecords = 100;  // of those named in a result
constexpr std::size_t kTrace = 50;

bool of_content(Field field) {
  switch (field) {
    case Field::header:
    case Field::subject:
    case Field::body:
    case Field::size:
    case Field::has:
      return true;
    default:
      return false;
  }
}

bool reads_content(const Conditions& conditions) {
  return std::ranges::any_of(conditions,
                             [](const Condition& each) { return of_content(each.field.field); });
}

bool reads_content(const Expectation& expectation) {
  return reads_content(expectation.match) || reads_content(expectation.all) ||
         reads_content(expectation.none) ||
         std::ranges::any_of(expectation.sequence,
                             [](const Conditions& each) { return reads_content(each); }) ||
         std::ranges::any_of(expectation.per,
                             [](const KeyField& each) { return of_content(each.field.field); }) ||
         std::ranges::any_of(expectation.same,
                             [](const FieldName& each) { return of_content(each.field); });
}

void add(std::vector<std::string>& list, std::string id) {
  if (list.size() < kRecords && std::ranges::find(list, id) == list.end())
    list.push_back(std::move(id));
}

void name_records(ExpectationResult& result, const std::vector<Group>& groups) {
  for (const Group& group : groups)
    for (const Item& item : group.items) add(result.records, item.id());
}

void name_session(ExpectationResult& result, const Item& item) {
  if (item.session()) add(result.sessions, make_id('s', item.session()));
}

// What rules did to the records of a result: how refusals came about, or did not.
class Tracer {
 public:
  explicit Tracer(ExpectationResult& result) : result_(result) {}

  void add_events_of(const Item& item) {
    const Transaction* transaction = item.transaction();
    if (!transaction || !told_.insert(transaction->number).second) return;
    transaction->events.read([&](Event&& event) { add(make_id('t', transaction->number), event); },
                             [](std::uint64_t) {});
  }

  void add(const std::string& record, const Event& event) {
    for (const TraceEntry& entry : event.trace)
      if (result_.trace.size() < kTrace)
        result_.trace.push_back({record, std::string(to_string(event.stage)), entry});
  }

 private:
  ExpectationResult& result_;
  std::set<std::uint64_t> told_;  // transactions: a message may stand beside its own
};

bool contains(const std::vector<std::string>& list, const std::string& id) {
  return std::ranges::find(list, id) != list.end();
}

void add_trace(ExpectationResult& result, const std::vector<std::string>& others,
               const Evidence& evidence) {
  Tracer tracer(result);
  for (const auto* items : {&evidence.messages, &evidence.transactions}) {
    for (const Item& item : *items) {
      if (!contains(result.records, item.id()) && !contains(others, item.id())) continue;
      name_session(result, item);
      tracer.add_events_of(item);
    }
  }
  for (const Item& item : evidence.sessions) {
    if (!contains(result.records, item.id()) && !contains(others, item.id())) continue;
    name_session(result, item);
    item.tell_trace(
        [&](const std::string& record, const Event& event) { tracer.add(record, event); });
  }
}

}  // namespace

std::optional<std::string> loss_of(const Expectation& expectation, const Evidence& evidence) {
  const Evidence::Lost& lost = evidence.lost;
  std::string what;
  const auto add = [&](bool is, std::string_view noun) {
    if (is) what += (what.empty() ? "" : " and ") + std::string(noun);
  };
  switch (expectation.subject) {
    case Subject::message:
      add(lost.messages, "messages");
      break;
    case Subject::transaction:
      add(lost.transactions, "transactions");
      add(lost.contents && reads_content(expectation), "contents of transactions");
      break;
    case Subject::session:
      add(lost.sessions, "sessions");
      break;
    case Subject::command:
    case Subject::rule:
      add(lost.sessions, "sessions");
      add(lost.transactions, "transactions");
      break;
  }
  const bool by_line =
      expectation.subject == Subject::command || expectation.subject == Subject::rule;
  if (!what.empty())
    return what +
           " of its range were evicted or deleted, so nothing can be said: give \"after\": " +
           std::to_string(evidence.lost_until) + " to look at what came since, or keep more";
  if (by_line && lost.events)
    return "a transcript of its range reached its limit, so nothing can be said: raise "
           "--max-transcript";
  return std::nullopt;
}

std::string nothing_matched(const Expectation& expectation, const Evidence& evidence) {
  const auto& items = evidence.of(expectation.subject);
  std::string sentence = "nothing matched: ";
  if (items.empty()) {
    sentence += "there was " + counted(0, expectation.subject);
    if (evidence.sessions.empty())
      sentence += ", and nobody connected";
    else if (expectation.subject == Subject::message && !evidence.transactions.empty())
      sentence += ", though " + counted(evidence.transactions.size(), Subject::transaction) +
                  (evidence.transactions.size() == 1 ? " was tried" : " were tried");
    else
      sentence += ", though " + counted(evidence.sessions.size(), Subject::session) +
                  (evidence.sessions.size() == 1 ? " was opened" : " were opened");
    return sentence;
  }
  return sentence + "none of " + counted(items.size(), expectation.subject) + " had " +
         in_words(expectation.match) + (expectation.keyed_by_recipient() ? " and a recipient" : "");
}

void say_how_long(Opinion& opinion, std::chrono::milliseconds waited) {
  const double seconds = static_cast<double>(waited.count()) / 1000;
  if (!opinion.because.empty()) opinion.because.back() += " (waited " + in_words(seconds) + " s)";
}

ExpectationResult passed(const Expectation& expectation, const std::vector<Group>& groups) {
  ExpectationResult result;
  result.name = expectation.name;
  name_records(result, groups);
  for (const Group& group : groups)
    for (const Item& item : group.items) name_session(result, item);
  return result;
}

ExpectationResult failed(const Expectation& expectation, const std::vector<Group>& groups,
                         Opinion opinion, const Evidence& evidence) {
  ExpectationResult result;
  result.name = expectation.name;
  result.verdict = Judgement::fail;
  result.because = std::move(opinion.because);
  for (std::string& id : opinion.records) add(result.records, std::move(id));
  std::vector<std::string> others;
  // Too few came: what nearly did, and what was turned away.
  if (opinion.standing == ClauseState::open) {
    for (Refusal& refusal : refusals(expectation, evidence)) {
      result.because.push_back(std::move(refusal.sentence));
      others.push_back(std::move(refusal.transaction));
    }
    result.near_misses = near_records(expectation, evidence);
    for (const NearRecord& near : result.near_misses) others.push_back(near.id);
  }
  for (const Group& group : groups)
    for (const Item& item : group.items)
      if (contains(result.records, item.id())) name_session(result, item);
  add_trace(result, others, evidence);
  return result;
}

ExpectationResult unknowable(const Expectation& expectation, std::string loss) {
  ExpectationResult result;
  result.name = expectation.name;
  result.verdict = Judgement::error;
  result.because.push_back(std::move(loss));
  return result;
}

}  // namespace mailrig
