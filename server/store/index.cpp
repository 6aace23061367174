#include "store/index.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/directive.hpp"

namespace mailrig {
namespace {

SharedText lowered(const SharedText& text) {
  const std::string_view view = text.view();
  if (std::none_of(view.begin(), view.end(), [](char c) { return lower(c) != c; })) return text;
  return to_lower(view);
}

}  // namespace

template <class Each>
void Index::visit(const Envelope& envelope, const Owners& owners, Each&& each) {
  each(Field::from, lowered(envelope.from.address), true);
  for (const Recipient& recipient : envelope.to) {
    each(Field::to, lowered(recipient.address), recipient.kept);
    // `bob@x.test` finds `bob+rcpt-450@x.test` as well.
    if (const auto plain = without_directives(recipient.address))
      each(Field::to, SharedText(to_lower(*plain)), recipient.kept);
  }
  for (const std::string& inbox : owners) each(Field::inbox, SharedText(to_lower(inbox)), true);
}

Index::Map& Index::map(Field field) {
  return field == Field::to ? recipients_ : field == Field::from ? senders_ : inboxes_;
}

void Index::take(Field field, const SharedText& value, std::uint64_t number,
                 Postings Lists::*list) {
  Map& all = map(field);
  const auto found = all.find(value);
  if (found == all.end()) return;
  (found->second.*list).remove(number);
  if (found->second.messages.size() + found->second.transactions.size() == 0) all.erase(found);
}

void Index::add(const Message& message) {
  visit(message.envelope(), message.inboxes(), [&](Field field, SharedText value, bool counts) {
    if (counts || !message.transaction) map(field)[std::move(value)].messages.add(message.number);
  });
}

void Index::add(const Transaction& transaction, const Message* message) {
  visit(transaction.envelope, transaction.inboxes, [&](Field field, SharedText value, bool counts) {
    Lists& lists = map(field)[std::move(value)];
    lists.transactions.add(transaction.number);
    if (message && counts) lists.messages.add(message->number);
  });
}

void Index::remove(const Message& message) {
  visit(message.envelope(), message.inboxes(),
        [&](Field field, const SharedText& value, bool counts) {
          if (counts || !message.transaction) take(field, value, message.number, &Lists::messages);
        });
}

void Index::remove(const Transaction& transaction) {
  visit(transaction.envelope, transaction.inboxes, [&](Field field, const SharedText& value, bool) {
    take(field, value, transaction.number, &Lists::transactions);
  });
}

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
