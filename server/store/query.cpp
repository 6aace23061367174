#include "store/query.hpp"

#include <algorithm>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "mail/directive.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/inspection.hpp"
#include "mail/mailbox.hpp"
#include "mail/plain.hpp"
#include "mail/reading.hpp"
#include "mail/text.hpp"

namespace mailrig {
namespace {

Value or_absent(const std::optional<std::string>& text) {
  return text ? Value(std::string_view(*text)) : Value();
}

Value or_absent(const std::string& text) {
  return text.empty() ? Value() : Value(std::string_view(text));
}

Value of_facts(const Facts& facts, const FieldName& name) {
  switch (name.field) {
    case Field::ip:
      return std::string_view(facts.ip);
    case Field::port:
      return std::int64_t{facts.port};
    case Field::listener:
      return std::string_view(facts.listener);
    case Field::helo:
      return facts.helo.empty() ? Value() : Value(std::string_view(facts.helo));
    case Field::user:
      return or_absent(facts.user);
    case Field::mechanism:
      return or_absent(facts.mechanism);
    case Field::tls:
      return or_absent(facts.tls);
    case Field::cipher:
      return or_absent(facts.tls_cipher.get());
    case Field::tls_alert:
      return or_absent(facts.tls_alert.get());
    case Field::session:
      return make_id('s', facts.session);
    default:
      return {};
  }
}

// `kept_only`: a message knows just the recipients it was kept for.
bool has_directives(std::string_view address) {
  return address.find('+') != std::string_view::npos && without_directives(address).has_value();
}

Value of_envelope(const Envelope& envelope, const FieldName& name, bool kept_only) {
  if (name.field == Field::from) return std::string_view(envelope.from.address);
  if (name.field == Field::from_domain) return domain_of(envelope.from.address);
  std::vector<std::string_view> all;
  for (const Recipient& recipient : envelope.to)
    if (recipient.kept || !kept_only)
      all.push_back(name.field == Field::to ? recipient.address.view()
                                            : domain_of(recipient.address));
  if (name.field != Field::to || std::none_of(all.begin(), all.end(), has_directives)) return all;
  // `bob@x.test` finds `bob+rcpt-450@x.test` as well.
  std::vector<std::string> both(all.begin(), all.end());
  for (const std::string_view address : all)
    if (auto plain = without_directives(address)) both.push_back(std::move(*plain));
  return both;
}

Value of_content(const Content* content, const FieldName& name) {
  if (!content) return {};
  const std::string_view raw = content->octets();
  switch (name.field) {
    case Field::size:
      return static_cast<std::int64_t>(raw.size());
    case Field::subject:
    case Field::header: {
      std::vector<std::string> values;
      const std::string_view wanted =
          name.field == Field::subject ? std::string_view("Subject") : name.header;
      for (const std::string_view value : find_headers(raw, wanted))
        values.push_back(decode_header_text(value));
      return values.empty() ? Value() : Value(std::move(values));
    }
    case Field::body: {
      if (const auto plain = read_plain(raw)) return plain->body;
      if (auto text = text_of(raw)) return std::move(*text);
      return body_of(raw);
    }
    case Field::link:
      return urls_of(raw);
    case Field::has:
      return count_attachments(read_mime(raw)) ? Value(std::string_view("attachment")) : Value();
    case Field::finding: {
      auto names = defects_of(raw);
      return names.empty() ? Value() : Value(std::move(names));
    }
    default:
      return {};
  }
}

std::vector<Mailbox> mailboxes(std::string_view raw, std::string_view header) {
  std::vector<Mailbox> all;
  for (const std::string_view value : find_headers(raw, header))
    for (Mailbox& each : parse_mailboxes(value)) all.push_back(std::move(each));
  return all;
}

// Names and addresses. Bcc: of that header, and recipients that neither To nor Cc names, since
// who sends mail takes that header off.
Value of_copies(const Content* content, const Envelope& envelope, Field field) {
  const std::string_view raw = content ? content->octets() : std::string_view();
  std::vector<std::string> all;
  for (Mailbox& each : mailboxes(raw, field == Field::cc ? "Cc" : "Bcc")) {
    all.push_back(std::move(each.name));
    all.push_back(std::move(each.address));
  }
  if (field == Field::cc || !content) return all;
  std::vector<Mailbox> named = mailboxes(raw, "To");
  for (Mailbox& each : mailboxes(raw, "Cc")) named.push_back(std::move(each));
  for (const Recipient& recipient : envelope.to)
    if (std::none_of(named.begin(), named.end(),
                     [&](const Mailbox& each) { return iequals(each.address, recipient.address); }))
      all.push_back(recipient.address.string());
  return all;
}

// What people read: envelope addresses, subject and address headers decoded, body. Plain mail is
// looked at where it lies.
Value of_text(const Content* content, const Envelope& envelope) {
  if (content)
    if (auto plain = read_plain(content->octets())) {
      std::vector<std::string_view> all = std::move(plain->headers);
      all.push_back(plain->body);
      all.push_back(envelope.from.address);
      for (const Recipient& recipient : envelope.to) all.push_back(recipient.address);
      return all;
    }
  std::vector<std::string> all{envelope.from.address.string()};
  for (const Recipient& recipient : envelope.to) all.push_back(recipient.address.string());
  if (!content) return all;
  const std::string_view raw = content->octets();
  HeaderReader reader(raw);
  while (const auto field = reader.next())
    for (const std::string_view read : {"Subject", "From", "To", "Cc", "Bcc"})
      if (iequals(field->name, read)) all.push_back(decode_header_text(field->value));
  all.push_back(text_of(raw).value_or(std::string(body_of(raw))));
  return all;
}

std::int64_t microseconds(WallTime time) { return time.time_since_epoch().count(); }

template <class List>
Value of_list(const List& list) {
  return std::vector<std::string_view>(list.begin(), list.end());
}

bool is_envelope(Field field) {
  return field == Field::from || field == Field::from_domain || field == Field::to ||
         field == Field::to_domain;
}

bool is_content(Field field) {
  return field == Field::size || field == Field::subject || field == Field::header ||
         field == Field::body || field == Field::has || field == Field::link ||
         field == Field::finding;
}

template <class Record>
bool accepts_record(const Query& query, const Record& record, WallTime when) {
  if (query.number != 0 && record.number != query.number) return false;
  if (record.seq <= query.after) return false;
  if (query.since && when < *query.since) return false;
  if (query.until && when > *query.until) return false;
  const auto lookup = [&](const FieldName& name) { return value_of(record, name); };
  return matches(query.conditions, lookup) && matches(query.search, lookup);
}

}  // namespace

void add_search(Query& query, Search search) {
  for (Condition& each : take_conditions(search)) query.conditions.push_back(std::move(each));
  query.search = std::move(search);
}

Value value_of(const Message& message, const FieldName& name) {
  if (is_envelope(name.field))
    return of_envelope(message.envelope(), name, message.transaction != nullptr);
  if (is_content(name.field)) return of_content(message.content().get(), name);
  switch (name.field) {
    case Field::cc:
    case Field::bcc:
      return of_copies(message.content().get(), message.envelope(), name.field);
    case Field::text:
      return of_text(message.content().get(), message.envelope());
    case Field::time:
      return microseconds(message.received);
    case Field::rule:
      return message.transaction ? of_list(message.transaction->rules) : Value();
    case Field::inbox:
      return of_list(message.inboxes());
    case Field::read:
      return message.read;
    case Field::tag:
      return of_list(message.tags);
    case Field::outcome:
      return message.transaction ? Value(std::string_view(message.transaction->outcome)) : Value();
    case Field::transaction:
      return message.transaction ? Value(make_id('t', message.transaction->number)) : Value();
    default:
      return message.transaction ? of_facts(*message.transaction->facts, name) : Value();
  }
}

Value value_of(const Transaction& transaction, const FieldName& name) {
  if (is_envelope(name.field)) return of_envelope(transaction.envelope, name, false);
  if (is_content(name.field)) return of_content(transaction.content.get(), name);
  switch (name.field) {
    case Field::cc:
    case Field::bcc:
      return of_copies(transaction.content.get(), transaction.envelope, name.field);
    case Field::text:
      return of_text(transaction.content.get(), transaction.envelope);
    case Field::time:
      return microseconds(transaction.began);
    case Field::rule:
      return of_list(transaction.rules);
    case Field::inbox:
      return of_list(transaction.inboxes);
    case Field::outcome:
      return std::string_view(transaction.outcome);
    case Field::transaction:
      return make_id('t', transaction.number);
    default:
      return of_facts(*transaction.facts, name);
  }
}

Value value_of(const SessionState& session, const FieldName& name) {
  switch (name.field) {
    case Field::inbox:
      return session.inboxes();
    case Field::time:
      return microseconds(session.began);
    case Field::text: {
      std::vector<std::string_view> all{session.facts->ip, session.facts->helo};
      if (session.facts->user) all.push_back(*session.facts->user);
      return all;
    }
    case Field::closed_by:
      return to_string(session.closed_by);
    case Field::failed:
      return session.failed;
    case Field::quit:
      return session.quit;
    case Field::rset:
      return session.rset;
    case Field::idle:
      return session.closed_how == "timeout";
    case Field::bytes:
      return static_cast<std::int64_t>(session.octets_in);
    case Field::transactions:
      return static_cast<std::int64_t>(session.transactions.size());
    case Field::pregreet:
      return session.facts->pregreet;
    case Field::pipelined_unannounced:
      return session.has(Mark::pipelined_unannounced);
    case Field::bare_newline:
      return session.has(Mark::bare_newline);
    case Field::starttls_injection:
      return session.has(Mark::starttls_injection);
    case Field::transaction: {
      std::vector<std::string> ids;
      for (const std::uint64_t number : session.transactions) ids.push_back(make_id('t', number));
      return ids;
    }
    default:
      return of_facts(*session.facts, name);
  }
}

bool accepts(const Query& query, const Message& message) {
  return accepts_record(query, message, message.received);
}

bool accepts(const Query& query, const Transaction& transaction) {
  return accepts_record(query, transaction, transaction.began);
}

bool accepts(const Query& query, const SessionState& session) {
  return accepts_record(query, session, session.began);
}

}  // namespace mailrig
