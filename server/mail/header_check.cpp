#include "mail/header_check.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

constexpr std::size_t longest_line = 998;  // RFC 5322 §2.1.1, without CRLF

// RFC 5322 §3.6, RFC 2045 §4 and §5: once at most; the first two must be there.
constexpr std::array<std::string_view, 16> once = {"From",         "Date",
                                                   "Sender",       "Reply-To",
                                                   "To",           "Cc",
                                                   "Bcc",          "Message-ID",
                                                   "Subject",      "In-Reply-To",
                                                   "References",   "MIME-Version",
                                                   "Content-Type", "Content-Disposition",
                                                   "Content-ID",   "Content-Transfer-Encoding"};
constexpr std::size_t from = 0, date = 1;

bool lists_addresses(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names = {
      "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-To"};
  return std::ranges::any_of(names, [&](std::string_view each) { return iequals(each, name); });
}

void check_value(const HeaderField& field, const Notes& notes) {
  if (!is_ascii(field.raw))
    notes.add(valid_utf8(field.raw) ? Defect::header_utf8 : Defect::header_octets);
  Notes of_value = notes;
  of_value.offset += static_cast<std::size_t>(field.value.data() - field.raw.data());
  check_encoded_words(field.value, of_value);
  if (iequals(field.name, "Date") && !parse_date(field.value)) notes.add(Defect::bad_date);
  if (!lists_addresses(field.name)) return;
  for (const Mailbox& mailbox : parse_mailboxes(field.value, notes))
    if (mailbox.address.find('@') == std::string::npos) notes.add(Defect::bad_address);
}

}  // namespace

void check_header(std::string_view message, const Mime& mime, std::size_t index,
                  Diagnostics& diagnostics) {
  const Part& part = mime.parts[index];
  // A part without a header has no fields, whatever its body looks like.
  const std::string_view header = message.substr(0, part.header.end);
  std::array<bool, once.size()> seen{};
  HeaderReader reader(header, part.header.begin);
  while (const auto field = reader.next()) {
    if (field->name.empty()) continue;
    const Notes notes{&diagnostics, index, field->offset};
    const auto found = std::ranges::find_if(
        once, [&](std::string_view name) { return iequals(name, field->name); });
    if (found != once.end()) {
      bool& known = seen[static_cast<std::size_t>(found - once.begin())];
      if (known) notes.add(Defect::duplicate_field);
      known = true;
    }
    check_value(*field, notes);
  }
  const bool whole_mail = index == 0 || !mime.parts[part.parent].is_multipart();
  if (!whole_mail || message.empty()) return;
  if (!seen[from]) diagnostics.add(Defect::missing_from, part.header.begin, index);
  if (!seen[date]) diagnostics.add(Defect::missing_date, part.header.begin, index);
}

void check_octets(std::string_view message, Diagnostics& diagnostics) {
  for (std::size_t line = 0; line < message.size();) {
    const void* const found = std::memchr(message.data() + line, '\n', message.size() - line);
    const std::size_t feed =
        found ? static_cast<std::size_t>(static_cast<const char*>(found) - message.data())
              : message.size();
    std::string_view text = message.substr(line, feed - line);
    if (text.ends_with('\r') && found)
      text.remove_suffix(1);
    else if (found)
      diagnostics.add(Defect::bare_lf, feed);
    if (text.size() > longest_line) diagnostics.add(Defect::long_line, line);
    for (std::size_t at = 0; (at = text.find('\r', at)) != std::string_view::npos; ++at)
      diagnostics.add(Defect::bare_cr, line + at);
    line = feed + 1;
  }
  for (std::size_t at = 0; (at = message.find('\0', at)) != std::string_view::npos; ++at)
    diagnostics.add(Defect::nul, at);
}

}  // namespace mailrig
