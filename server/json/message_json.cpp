#include "json/message_json.hpp"

#include "json/document.hpp"
#include "json/envelope_json.hpp"
#include "mail/date.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/text.hpp"

namespace mailrig::json {
namespace {

std::string_view octets_of(const Message& message) {
  return message.content ? message.content->octets() : std::string_view();
}

// Of all fields of that name, in order.
Tree mailboxes_tree(std::string_view raw, std::string_view name) {
  Tree out = Tree::array();
  for (const std::string_view value : find_headers(raw, name))
    for (const Mailbox& mailbox : parse_mailboxes(value))
      out.push_back({{"name", mailbox.name}, {"address", mailbox.address}});
  return out;
}

Tree subject_tree(std::string_view raw) {
  const auto subject = find_header(raw, "Subject");
  return subject ? Tree(decode_header_text(*subject)) : Tree();
}

Tree date_tree(std::string_view raw) {
  const auto value = find_header(raw, "Date");
  const auto date = value ? parse_date(*value) : std::nullopt;
  return date ? Tree(format_rfc3339(date->time)) : Tree();
}

Tree headers_tree(std::string_view raw) {
  Tree out = Tree::array();
  HeaderReader reader(raw);
  while (const auto field = reader.next())
    out.push_back(
        {{"name", field->name}, {"value", decode_header_text(field->value)}, {"raw", field->raw}});
  return out;
}

Tree message_tree(const Message& message, const std::optional<std::string>& text) {
  const std::string_view raw = octets_of(message);
  const Transaction* transaction = message.transaction.get();
  return {{"id", make_id('m', message.number)},
          {"seq", message.seq},
          {"received", format_rfc3339(message.received)},
          {"inboxes", message.inboxes},
          {"session", transaction ? Tree(make_id('s', transaction->facts->session)) : Tree()},
          {"transaction", transaction ? Tree(make_id('t', transaction->number)) : Tree()},
          {"envelope", envelope_tree(message.envelope(), transaction)},
          {"headerFrom", mailboxes_tree(raw, "From")},
          {"headerTo", mailboxes_tree(raw, "To")},
          {"headerCc", mailboxes_tree(raw, "Cc")},
          {"subject", subject_tree(raw)},
          {"date", date_tree(raw)},
          {"size", raw.size()},
          {"snippet", text ? snippet(*text) : ""},
          {"attachments", count_attachments(raw)},
          {"read", message.read},
          {"tags", message.tags}};
}

}  // namespace

std::string write_message(const Message& message) {
  return write_document(message_tree(message, text_of(octets_of(message))));
}

std::string write_whole_message(const Message& message) {
  const auto text = text_of(octets_of(message));
  Tree out = message_tree(message, text);
  out["headers"] = headers_tree(octets_of(message));
  out["text"] = text ? Tree(*text) : Tree();
  return write_document(out);
}

std::string write_headers(const Message& message) {
  return write_document(
      {{"id", make_id('m', message.number)}, {"headers", headers_tree(octets_of(message))}});
}

}  // namespace mailrig::json
