#include "json/record_json.hpp"

#include "json/envelope_json.hpp"
#include "json/event_json.hpp"
#include "json/nullable.hpp"
#include "mail/date.hpp"

namespace mailrig::json {
namespace {

// Null in the clear. A handshake that the client ended with an alert has that and no version.
Tree tls_tree(const Facts& facts) {
  if (!facts.tls && facts.tls_alert.empty()) return Tree();
  return {{"version", facts.tls ? Tree(*facts.tls) : Tree()},
          {"cipher", null_if_empty(facts.tls_cipher.get())},
          {"sni", null_if_empty(facts.tls_sni.get())},
          {"alpn", null_if_empty(facts.tls_alpn.get())},
          {"alert", null_if_empty(facts.tls_alert.get())}};
}

Tree transaction_tree(const Transaction& transaction) {
  const Facts& facts = *transaction.facts;
  return {{"id", make_id('t', transaction.number)},
          {"seq", transaction.seq},
          {"session", make_id('s', facts.session)},
          {"inboxes", transaction.inboxes},
          {"began", format_rfc3339(transaction.began)},
          {"ended", format_rfc3339(transaction.ended)},
          {"listener", facts.listener},
          {"protocol", facts.protocol},
          {"client", client_of(facts)},
          {"helo", null_if_empty(facts.helo)},
          {"user", or_null(facts.user)},
          {"mechanism", or_null(facts.mechanism)},
          {"tls", tls_tree(facts)},
          {"xforward", parameters_tree(facts.forwarded)},
          {"chunked", transaction.chunked},
          {"envelope", envelope_tree(transaction.envelope, &transaction)},
          {"size", transaction.content ? transaction.content->size() : 0},
          {"outcome", transaction.outcome},
          {"reply", null_if_empty(transaction.reply)},
          {"message", transaction.message ? Tree(make_id('m', transaction.message)) : Tree()},
          {"rules", transaction.rules.get()}};
}

Tree session_tree(const SessionState& session) {
  const Facts& facts = *session.facts;
  Tree transactions = Tree::array();
  for (const std::uint64_t number : session.transactions)
    transactions.push_back(make_id('t', number));
  return {{"id", make_id('s', session.number)},
          {"seq", session.seq},
          {"listener", facts.listener},
          {"protocol", facts.protocol},
          {"client", client_of(facts)},
          {"inboxes", session.inboxes()},
          {"began", format_rfc3339(session.began)},
          {"ended", session.ended ? Tree(format_rfc3339(*session.ended)) : Tree()},
          {"helo", null_if_empty(facts.helo)},
          {"esmtp", facts.esmtp},
          {"user", or_null(facts.user)},
          {"mechanism", or_null(facts.mechanism)},
          {"tls", tls_tree(facts)},
          {"xforward", parameters_tree(facts.forwarded)},
          {"pregreet", facts.pregreet},
          {"pipelinedUnannounced", session.has(Mark::pipelined_unannounced)},
          {"bareNewline", session.has(Mark::bare_newline)},
          {"starttlsInjection", session.has(Mark::starttls_injection)},
          {"octetsIn", session.octets_in},
          {"octetsOut", session.octets_out},
          {"closedBy", mailrig::to_string(session.closed_by)},
          {"closedHow", null_if_empty(session.closed_how)},
          {"quit", session.quit},
          {"failed", session.failed},
          {"transactions", std::move(transactions)},
          {"eventsDropped", session.events_dropped}};
}

Tree events_tree(const std::vector<Event>& events, Secrets secrets) {
  Tree out = Tree::array();
  for (const Event& event : events) out.push_back(event_tree(event, secrets));
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
  return write_document(transaction_tree(transaction));
}

std::string write_whole_transaction(const Transaction& transaction) {
  Tree out = transaction_tree(transaction);
  Tree& events = out["events"] = Tree::array();
  transaction.events.read(
      [&](Event&& event) { events.push_back(event_tree(event, Secrets::masked)); },
      [](std::uint64_t) {});
  return write_document(out);
}

std::string write_session(const SessionState& session) {
  return write_document(session_tree(session));
}

std::string write_whole_session(const SessionState& session, const std::vector<Event>& transcript,
                                Secrets secrets) {
  Tree out = session_tree(session);
  out["events"] = events_tree(transcript, secrets);
  return write_document(out);
}

std::string write_transcript(const SessionState& session, const std::vector<Event>& transcript,
                             Secrets secrets) {
  return write_document(
      {{"session", make_id('s', session.number)}, {"events", events_tree(transcript, secrets)}});
}

std::string write_gone(std::string_view id) { return write_document({{"id", id}, {"gone", true}}); }

std::string write_numbers(const std::vector<std::pair<std::string, std::uint64_t>>& members) {
  Tree out = Tree::object();
  for (const auto& [name, number] : members) out[name] = number;
  return write_document(out);
}

}  // namespace mailrig::json
