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

Tree mailboxes_tree(const std::vector<Mailbox>& mailboxes) {
  Tree out = Tree::array();
  for (const Mailbox& mailbox : mailboxes) out.push_back(mailbox_tree(mailbox));
  return out;
}

Tree mailboxes_tree(std::string_view raw, std::string_view name) {
  Tree out = Tree::array();
  for (const std::string_view value : find_headers(raw, name))
    for (const Mailbox& mailbox : parse_mailboxes(value)) out.push_back(mailbox_tree(mailbox));
  return out;
}

Tree headers_tree(std::string_view raw) {
  Tree out = Tree::array();
  HeaderReader reader(raw);
  while (const auto field = reader.next())
    out.push_back(
        {{"name", field->name}, {"value", decode_header_text(field->value)}, {"raw", field->raw}});
  return out;
}

Tree message_tree(const Message& message, const Outline& outline) {
  const Transaction* transaction = message.transaction.get();
  return {{"id", make_id('m', message.number)},
          {"seq", message.seq},
          {"received", format_rfc3339(message.received)},
          {"inboxes", message.inboxes()},
          {"session", transaction ? Tree(make_id('s', transaction->facts->session)) : Tree()},
          {"transaction", transaction ? Tree(make_id('t', transaction->number)) : Tree()},
          {"envelope", envelope_tree(message.envelope(), transaction)},
          {"headerFrom", mailboxes_tree(outline.from.first)},
          {"headerTo", mailboxes_tree(outline.to.first)},
          {"headerCc", mailboxes_tree(outline.cc.first)},
          {"headerCounts",
           {{"from", outline.from.total}, {"to", outline.to.total}, {"cc", outline.cc.total}}},
          {"subject", or_null(outline.subject)},
          {"date", outline.date ? Tree(format_rfc3339(outline.date->time)) : Tree()},
          {"size", octets_of(message).size()},
          {"snippet", outline.snippet},
          {"attachments", outline.attachments},
          {"findings", outline.findings},
          {"read", message.read},
          {"tags", message.tags.get()}};
}

// Of one message everything is shown.
constexpr OutlineBounds unbounded{SIZE_MAX, SIZE_MAX, SIZE_MAX};

}  // namespace

std::string write_message(const Message& message, const Outline& outline) {
  return write_document(message_tree(message, outline));
}

std::string write_whole_message(const Message& message, const Reading& reading,
                                const MessageExtent& extent) {
  const std::string_view raw = octets_of(message);
  Tree out = message_tree(
      message, outline_of(raw, reading.mime, snippet(reading.text.value_or("")), unbounded));
  out["headers"] = headers_tree(raw);
  out["headerBcc"] = mailboxes_tree(raw, "Bcc");
  out["headerReplyTo"] = mailboxes_tree(raw, "Reply-To");
  out["text"] = extent.brief ? Tree() : or_null(reading.text);
  out["html"] = extent.brief ? Tree() : or_null(reading.html);
  add_reading(out, raw, reading);
  if (extent.checksums) add_checksums(out["parts"], raw, reading);
  return write_document(out);
}

std::string write_headers(const Message& message) {
  return write_document(
      {{"id", make_id('m', message.number)}, {"headers", headers_tree(octets_of(message))}});
}

}  // namespace mailrig::json
