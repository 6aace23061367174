#include "json/entry_json.hpp"

#include "json/nullable.hpp"
#include "mail/date.hpp"
#include "mail/utf8.hpp"

namespace mailrig::json {
namespace {

constexpr std::size_t most_recipients = 20, most_subject = 400;

// Why it went wrong: the last refusal of the events, with the rule behind it.
struct Failure {
  std::optional<Stage> stage;
  std::string rule;
};

void look(const Event& event, Failure& failure) {
  const bool refusal = event.kind == EventKind::reply && !event.text.empty() &&
                       (event.text.front() == '4' || event.text.front() == '5');
  if (!refusal && event.rule.empty()) return;
  if (refusal) failure.stage = event.stage;
  for (const TraceEntry& each : event.trace)
    if (each.rule == event.rule && !each.name.empty()) failure.rule = each.name;
  if (failure.rule.empty()) failure.rule = event.rule;
}

void look_through(const EventLog& events, Failure& failure) {
  events.read([&](Event&& event) { look(event, failure); }, [](std::uint64_t) {});
}

void add_outline(Tree& out, const Content& content, const Outline& outline) {
  if (!outline.from.first.empty()) out["name"] = outline.from.first.front().name;
  if (outline.subject) out["subject"] = cut_utf8(*outline.subject, most_subject);
  out["snippet"] = outline.snippet;
  out["size"] = content.size();
  out["attachments"] = outline.attachments;
  out["findings"] = outline.findings;
}

void add_envelope(Tree& out, const Envelope& envelope) {
  out["from"] = envelope.from.address;
  Tree& to = out["to"] = Tree::array();
  std::uint64_t refused = 0;
  for (const Recipient& each : envelope.to) {
    if (to.size() < most_recipients) to.push_back(each.address);
    if (!each.reply.empty() && each.reply.view().front() != '2') ++refused;
  }
  out["recipients"] = envelope.to.size();
  out["refused"] = refused;
}

void add_transaction(Tree& out, const Transaction& transaction, bool with_events) {
  Failure failure;
  if (with_events || !transaction.rules.empty()) look_through(transaction.events, failure);
  out["session"] = make_id('s', transaction.facts->session);
  out["transaction"] = make_id('t', transaction.number);
  out["outcome"] = transaction.outcome;
  out["reply"] = null_if_empty(transaction.reply);
  out["stage"] = null_if_empty(mailrig::to_string(failure.stage));
  out["rule"] = null_if_empty(failure.rule);
  out["took"] = (transaction.ended - transaction.began).count();
}

Tree empty_tree(const StoreEntry& entry, std::string_view kind, std::string id) {
  return {{"place", entry.place},
          {"kind", kind},
          {"id", std::move(id)},
          {"session", nullptr},
          {"transaction", nullptr},
          {"name", nullptr},
          {"from", nullptr},
          {"to", Tree::array()},
          {"recipients", 0},
          {"refused", 0},
          {"subject", nullptr},
          {"snippet", ""},
          {"size", 0},
          {"attachments", 0},
          {"findings", 0},
          {"read", true},
          {"tags", Tree::array()},
          {"outcome", nullptr},
          {"reply", nullptr},
          {"stage", nullptr},
          {"rule", nullptr},
          {"took", nullptr}};
}

Tree message_tree(const StoreEntry& entry, const Message& message, const Outline& outline) {
  Tree out = empty_tree(entry, "message", make_id('m', message.number));
  if (message.transaction) add_transaction(out, *message.transaction, false);
  add_envelope(out, message.envelope());
  if (message.content()) add_outline(out, *message.content(), outline);
  out["at"] = format_rfc3339(message.received);
  out["inboxes"] = message.inboxes();
  out["read"] = message.read;
  out["tags"] = message.tags.get();
  return out;
}

Tree transaction_tree(const StoreEntry& entry, const Transaction& transaction,
                      const Outline& outline) {
  Tree out = empty_tree(entry, "transaction", make_id('t', transaction.number));
  add_transaction(out, transaction, true);
  add_envelope(out, transaction.envelope);
  if (transaction.content) add_outline(out, *transaction.content, outline);
  out["at"] = format_rfc3339(transaction.ended);
  out["inboxes"] = transaction.inboxes;
  return out;
}

Tree session_tree(const StoreEntry& entry, const SessionRecord& session) {
  const SessionState state = session.state();
  Tree out = empty_tree(entry, "session", make_id('s', state.number));
  Failure failure;
  std::string reply;
  for (const Event& event : session.transcript([](std::uint64_t) { return nullptr; })) {
    look(event, failure);
    if (event.kind == EventKind::reply) reply = event.text;
  }
  out["session"] = out["id"];
  out["from"] = state.facts->helo.empty() ? state.facts->ip : state.facts->helo;
  out["subject"] = "closed by " + std::string(mailrig::to_string(state.closed_by)) +
                   (state.closed_how.empty() ? "" : ": " + state.closed_how);
  out["reply"] = null_if_empty(reply);
  out["stage"] = null_if_empty(mailrig::to_string(failure.stage));
  out["rule"] = null_if_empty(failure.rule);
  out["at"] = format_rfc3339(state.ended.value_or(state.began));
  out["inboxes"] = Tree::array({state.facts->inbox});
  if (state.ended) out["took"] = (*state.ended - state.began).count();
  return out;
}

}  // namespace

std::string write_entry(const StoreEntry& entry, const Outline& outline) {
  if (const auto* message = std::get_if<0>(&entry.record))
    return write_document(message_tree(entry, **message, outline));
  if (const auto* transaction = std::get_if<1>(&entry.record))
    return write_document(transaction_tree(entry, **transaction, outline));
  return write_document(session_tree(entry, *std::get<2>(entry.record)));
}

std::string write_entries(const EntryPage& page, const std::vector<std::string>& items) {
  std::string out = "{\"items\":[";
  for (const std::string& item : items) {
    if (out.back() == '}') out += ',';
    out += item;
  }
  return out + "],\"total\":" + std::to_string(page.total) +
         ",\"removed\":" + std::to_string(page.removed) + ",\"seq\":" + std::to_string(page.seq) +
         '}';
}

}  // namespace mailrig::json
