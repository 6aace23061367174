// Whatever octets a mail has: reading it ends, parts lie within the message and within each other,
// and all text is UTF-8.
#include <cstdlib>

#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/reading.hpp"
#include "mail/text.hpp"
#include "mail/utf8.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  const std::string_view mail(reinterpret_cast<const char*>(data), size);
  HeaderReader fields(mail);
  while (const auto field = fields.next()) {
    require(valid_utf8(decode_header_text(field->value)));
    for (const Mailbox& mailbox : parse_mailboxes(field->value))
      require(valid_utf8(mailbox.address) && valid_utf8(mailbox.name));
  }
  const Reading reading = read_message(mail);
  const auto& parts = reading.mime.parts;
  require(!parts.empty() && parts.front().body.end == size);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    require(part.header.begin <= part.header.end && part.header.end == part.body.begin &&
            part.body.begin <= part.body.end && part.body.end <= size);
    if (i == 0) continue;
    const Part& outer = parts[part.parent];
    require(part.parent < i && outer.container && part.header.begin >= outer.body.begin &&
            part.body.end <= outer.body.end && part.depth == outer.depth + 1);
    require(valid_utf8(part.file_name()));
  }
  require(reading.text.has_value() || !reading.html);
  require(!reading.text || valid_utf8(*reading.text));
  require(text_of(mail, reading.mime) == reading.text);
  for (const auto& each : reading.links)
    require(valid_utf8(each.link.url) && valid_utf8(each.link.text));
  for (const std::string& code : reading.codes) require(valid_utf8(code));
  require(valid_utf8(snippet_of(mail, reading.mime)));
  return 0;
}
