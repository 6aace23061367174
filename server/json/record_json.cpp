#include "json/record_json.hpp"

#include "json/envelope_json.hpp"
#include "json/event_json.hpp"
#include "mail/date.hpp"

namespace mailrig::json {
namespace {

Value unless_empty(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value tls_value(const Facts& facts) {
  return facts.tls ? Value{{"version", *facts.tls}} : Value();
}

Value transaction_value(const Transaction& transaction) {
  const Facts& facts = *transaction.facts;
  return {{"id", make_id('t', transaction.number)},
          {"seq", transaction.seq},
          {"session", make_id('s', facts.session)},
          {"inboxes", transaction.inboxes},
          {"began", format_rfc3339(transaction.began)},
          {"ended", format_rfc3339(transaction.ended)},
          {"listener", facts.listener},
          {"client", client_of(facts)},
          {"helo", unless_empty(facts.helo)},
          {"user", or_null(facts.user)},
          {"tls", tls_value(facts)},
          {"envelope", envelope_value(transaction.envelope, &transaction)},
          {"size", transaction.content ? transaction.content->size() : 0},
          {"outcome", transaction.outcome},
          {"reply", unless_empty(transaction.reply)},
          {"message", transaction.message ? Value(make_id('m', transaction.message)) : Value()},
          {"rules", transaction.rules}};
}

Value session_value(const SessionState& session) {
  const Facts& facts = *session.facts;
  Value transactions = Value::array();
  for (const std::uint64_t number : session.transactions)
    transactions.push_back(make_id('t', number));
  return {{"id", make_id('s', session.number)},
          {"seq", session.seq},
          {"listener", facts.listener},
          {"client", client_of(facts)},
          {"inboxes", Value::array({facts.inbox})},
          {"began", format_rfc3339(session.began)},
          {"ended", session.ended ? Value(format_rfc3339(*session.ended)) : Value()},
          {"helo", unless_empty(facts.helo)},
          {"esmtp", facts.esmtp},
          {"user", or_null(facts.user)},
          {"mechanism", or_null(facts.mechanism)},
          {"tls", tls_value(facts)},
          {"octetsIn", session.octets_in},
          {"octetsOut", session.octets_out},
          {"closedBy", mailrig::to_string(session.closed_by)},
          {"closedHow", unless_empty(session.closed_how)},
          {"quit", session.quit},
          {"failed", session.failed},
          {"transactions", std::move(transactions)},
          {"eventsDropped", session.events_dropped}};
}

Value events_value(const std::vector<Event>& events, Secrets secrets) {
  Value out = Value::array();
  for (const Event& event : events) out.push_back(event_value(event, secrets));
  return out;
}

}  // namespace

std::string client_of(const Facts& facts) {
  const bool v6 = facts.ip.find(':') != std::string::npos;
  return (v6 ? '[' + facts.ip + ']' : facts.ip) + ':' + std::to_string(facts.client_port);
}

std::string write_list(const List& list) {
  std::string out = "{\"items\":[";
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i) out += ',';
    out += list.items[i];
  }
  out += "],\"total\":" + std::to_string(list.total);
  out += ",\"next\":" + (list.next ? '"' + std::to_string(list.next) + '"' : std::string("null"));
  out += ",\"seq\":" + std::to_string(list.seq);
  out += ",\"evicted\":" + std::to_string(list.evicted) + '}';
  return out;
}

std::string write_transaction(const Transaction& transaction) {
  return dump(transaction_value(transaction));
}

std::string write_whole_transaction(const Transaction& transaction) {
  Value out = transaction_value(transaction);
  Value& events = out["events"] = Value::array();
  transaction.events.read(
      [&](Event&& event) { events.push_back(event_value(event, Secrets::masked)); },
      [](std::uint64_t) {});
  return dump(out);
}

std::string write_session(const SessionState& session) { return dump(session_value(session)); }

std::string write_whole_session(const SessionState& session, const std::vector<Event>& transcript,
                                Secrets secrets) {
  Value out = session_value(session);
  out["events"] = events_value(transcript, secrets);
  return dump(out);
}

std::string write_transcript(const SessionState& session, const std::vector<Event>& transcript,
                             Secrets secrets) {
  return dump({{"session", make_id('s', session.number)},
               {"events", events_value(transcript, secrets)}});
}

std::string write_gone(std::string_view id) { return dump({{"id", id}, {"gone", true}}); }

std::string write_numbers(const std::vector<std::pair<std::string, std::uint64_t>>& members) {
  Value out = Value::object();
  for (const auto& [name, number] : members) out[name] = number;
  return dump(out);
}

}  // namespace mailrig::json
