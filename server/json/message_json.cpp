#include "json/message_json.hpp"

#include "json/envelope_json.hpp"
#include "json/nullable.hpp"
#include "json/reading_json.hpp"
#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/text.hpp"

namespace mailrig::json {
namespace {

std::string_view octets_of(const Message& message) {
  return message.content() ? message.content()->octets() : std::string_view();
}

Tree mailbox_tree(const Mailbox& mailbox) {
  Tree out = {{"name", mailbox.name}, {"address", mailbox.address}};
  if (!mailbox.group.empty()) out["group"] = mailbox.group;
  return out;
}

// The fields that a summary shows, found in one pass over the header.
struct Fields {
  std::optional<std::string_view> subject, date;
  Tree from = Tree::array(), to = Tree::array(), cc = Tree::array();

  explicit Fields(std::string_view raw) {
    HeaderReader reader(raw);
    while (const auto field = reader.next()) {
      if (iequals(field->name, "Subject") && !subject) subject = field->value;
      if (iequals(field->name, "Date") && !date) date = field->value;
      Tree* const list = iequals(field->name, "From") ? &from
                         : iequals(field->name, "To") ? &to
                         : iequals(field->name, "Cc") ? &cc
                                                      : nullptr;
      if (!list) continue;
      for (const Mailbox& mailbox : parse_mailboxes(field->value))
        list->push_back(mailbox_tree(mailbox));
    }
  }
};

Tree mailboxes_tree(std::string_view raw, std::string_view name) {
  Tree out = Tree::array();
  for (const std::string_view value : find_headers(raw, name))
    for (const Mailbox& mailbox : parse_mailboxes(value)) out.push_back(mailbox_tree(mailbox));
  return out;
}

Tree date_tree(const std::optional<std::string_view>& value) {
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

Tree message_tree(const Message& message, const std::string& snippet, std::size_t attachments) {
  const std::string_view raw = octets_of(message);
  const Transaction* transaction = message.transaction.get();
  Fields fields(raw);
  return {{"id", make_id('m', message.number)},
          {"seq", message.seq},
          {"received", format_rfc3339(message.received)},
          {"inboxes", message.inboxes()},
          {"session", transaction ? Tree(make_id('s', transaction->facts->session)) : Tree()},
          {"transaction", transaction ? Tree(make_id('t', transaction->number)) : Tree()},
          {"envelope", envelope_tree(message.envelope(), transaction)},
          {"headerFrom", std::move(fields.from)},
          {"headerTo", std::move(fields.to)},
          {"headerCc", std::move(fields.cc)},
          {"subject", fields.subject ? Tree(decode_header_text(*fields.subject)) : Tree()},
          {"date", date_tree(fields.date)},
          {"size", raw.size()},
          {"snippet", snippet},
          {"attachments", attachments},
          {"read", message.read},
          {"tags", message.tags.get()}};
}

}  // namespace

std::string write_message(const Message& message) {
  const std::string_view raw = octets_of(message);
  const Mime mime = read_mime(raw);
  return write_document(message_tree(message, snippet_of(raw, mime), count_attachments(mime)));
}

std::string write_whole_message(const Message& message, const MessageExtent& extent) {
  const std::string_view raw = octets_of(message);
  const Reading reading = read_message(raw);
  Tree out =
      message_tree(message, snippet(reading.text.value_or("")), count_attachments(reading.mime));
  out["headers"] = headers_tree(raw);
  out["headerBcc"] = mailboxes_tree(raw, "Bcc");
  out["headerReplyTo"] = mailboxes_tree(raw, "Reply-To");
  out["text"] = extent.brief ? Tree() : or_null(reading.text);
  out["html"] = extent.brief ? Tree() : or_null(reading.html);
  add_reading(out, reading);
  if (extent.checksums) add_checksums(out["parts"], raw, reading);
  return write_document(out);
}

std::string write_headers(const Message& message) {
  return write_document(
      {{"id", make_id('m', message.number)}, {"headers", headers_tree(octets_of(message))}});
}

}  // namespace mailrig::json
