#include "mail/outline.hpp"

#include "mail/ascii.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/inspection.hpp"
#include "mail/text.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

std::size_t memory_of(const Outline::Mailboxes& mailboxes) {
  std::size_t octets = mailboxes.first.capacity() * sizeof(Mailbox);
  for (const Mailbox& each : mailboxes.first)
    octets += each.name.size() + each.address.size() + each.group.size();
  return octets;
}

void take(std::string_view value, Outline::Mailboxes& into, const OutlineBounds& bounds) {
  for (Mailbox& each : parse_mailboxes(value)) {
    ++into.total;
    if (into.first.size() == bounds.addresses) continue;
    for (std::string Mailbox::*word : {&Mailbox::name, &Mailbox::address, &Mailbox::group})
      each.*word = cut_utf8(std::move(each.*word), bounds.word);
    into.first.push_back(std::move(each));
  }
}

}  // namespace

Outline outline_of(std::string_view message) {
  const Mime mime = inspect(message);
  return outline_of(message, mime, snippet_of(message, mime));
}

Outline outline_of(std::string_view message, const Mime& inspected, std::string snippet,
                   const OutlineBounds& bounds) {
  Outline outline;
  HeaderReader reader(message);
  bool dated = false;
  while (const auto field = reader.next()) {
    if (iequals(field->name, "Subject") && !outline.subject)
      outline.subject = cut_utf8(decode_header_text(field->value), bounds.subject);
    if (iequals(field->name, "Date") && !dated) {
      outline.date = parse_date(field->value);
      dated = true;
    }
    if (iequals(field->name, "From")) take(field->value, outline.from, bounds);
    if (iequals(field->name, "To")) take(field->value, outline.to, bounds);
    if (iequals(field->name, "Cc")) take(field->value, outline.cc, bounds);
  }
  outline.snippet = std::move(snippet);
  outline.attachments = count_attachments(inspected);
  outline.findings = inspected.diagnostics.all().size();
  outline.kinds = kinds_of(inspected.diagnostics);
  return outline;
}

std::size_t memory_of(const Outline& outline) {
  return sizeof(Outline) + memory_of(outline.from) + memory_of(outline.to) + memory_of(outline.cc) +
         (outline.subject ? outline.subject->size() : 0) + outline.snippet.size() +
         outline.kinds.capacity() * sizeof(Diagnostic);
}

}  // namespace mailrig
