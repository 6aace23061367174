// Whatever octets a mail has, reading them ends, stays within bounds and gives UTF-8.
#include <cstdlib>

#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/text.hpp"
#include "mail/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view mail(reinterpret_cast<const char*>(data), size);
  mailrig::HeaderReader reader(mail);
  while (const auto field = reader.next()) {
    if (!mailrig::valid_utf8(mailrig::decode_header_text(field->value))) std::abort();
    for (const auto& mailbox : mailrig::parse_mailboxes(field->value))
      if (!mailrig::valid_utf8(mailbox.address)) std::abort();
  }
  if (const auto text = mailrig::text_of(mail); text && !mailrig::valid_utf8(*text)) std::abort();
  return 0;
}
