#include "store/index.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/directive.hpp"

namespace mailrig {
namespace {

const Envelope& envelope_of(const Message& message) { return message.envelope(); }
const Envelope& envelope_of(const Transaction& transaction) { return transaction.envelope; }

// A message knows just the recipients it was kept for.
bool counts(const Message& message, const Recipient& recipient) {
  return recipient.kept || !message.transaction;
}
bool counts(const Transaction&, const Recipient&) { return true; }

SharedText lowered(const SharedText& text) {
  const std::string_view view = text.view();
  if (std::none_of(view.begin(), view.end(), [](char c) { return lower(c) != c; })) return text;
  return to_lower(view);
}

const Owners& owners_of(const Message& message) { return message.inboxes(); }
const Owners& owners_of(const Transaction& transaction) { return transaction.inboxes; }

}  // namespace

template <class Record, class Each>
void Index::visit(const Record& record, Each&& each) {
  const Envelope& envelope = envelope_of(record);
  each(Field::from, lowered(envelope.from.address));
  for (const Recipient& recipient : envelope.to)
    if (counts(record, recipient)) {
      each(Field::to, lowered(recipient.address));
      // `bob@x.test` finds `bob+rcpt-450@x.test` as well.
      if (const auto plain = without_directives(recipient.address))
        each(Field::to, SharedText(to_lower(*plain)));
    }
  for (const std::string& inbox : owners_of(record))
    each(Field::inbox, SharedText(to_lower(inbox)));
}

Index::Map& Index::map(Field field) {
  return field == Field::to ? recipients_ : field == Field::from ? senders_ : inboxes_;
}

template <class Record>
void Index::put(const Record& record, Postings Lists::*list) {
  visit(record, [&](Field field, SharedText value) {
    (map(field)[std::move(value)].*list).add(record.number);
  });
}

template <class Record>
void Index::take(const Record& record, Postings Lists::*list) {
  visit(record, [&](Field field, const SharedText& value) {
    Map& all = map(field);
    const auto found = all.find(value);
    if (found == all.end()) return;
    (found->second.*list).remove(record.number);
    if (found->second.messages.size() + found->second.transactions.size() == 0) all.erase(found);
  });
}

void Index::add(const Message& message) { put(message, &Lists::messages); }
void Index::add(const Transaction& transaction) { put(transaction, &Lists::transactions); }
void Index::remove(const Message& message) { take(message, &Lists::messages); }
void Index::remove(const Transaction& transaction) { take(transaction, &Lists::transactions); }

const Index::Lists* Index::find(Field field, std::string_view value) const {
  const Map& all = const_cast<Index*>(this)->map(field);
  const auto found = all.find(value);
  return found == all.end() ? nullptr : &found->second;
}

const Postings* Index::messages(Field field, std::string_view value) const {
  const Lists* lists = find(field, value);
  return lists ? &lists->messages : nullptr;
}

const Postings* Index::transactions(Field field, std::string_view value) const {
  const Lists* lists = find(field, value);
  return lists ? &lists->transactions : nullptr;
}

}  // namespace mailrig
