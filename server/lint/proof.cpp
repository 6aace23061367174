#include "lint/proof.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/header.hpp"

namespace mailrig::lint {
namespace {

constexpr std::size_t around = 48, most = 160;

// What of a mail is to blame, from the place that a diagnostic names.
enum class Extent : std::uint8_t {
  nothing,     // it is missing there
  octet,       // the one there
  high_octet,  // the first above 127
  word,        // up to white space
  line,        // up to its end
  field,       // the header field, with what it continues on
  type,        // the field Content-Type of the header that begins there
  encoding,    // likewise
};

Extent extent_of(Defect defect) {
  switch (defect) {
    case Defect::bare_lf:
    case Defect::bare_cr:
    case Defect::nul:
    case Defect::octets_in_7bit:
    case Defect::bad_base64:
    case Defect::after_base64:
      return Extent::octet;
    case Defect::missing_charset:
    case Defect::bad_charset_octets:
      return Extent::high_octet;
    case Defect::bad_encoded_word:
    case Defect::long_encoded_word:
    case Defect::unknown_word_charset:
    case Defect::bad_quoted_printable:
      return Extent::word;
    case Defect::long_line:
    case Defect::no_header:
    case Defect::no_header_end:
    case Defect::not_a_field:
    case Defect::continuation_first:
    case Defect::bad_field_name:
    case Defect::space_before_colon:
    case Defect::mbox_line:
    case Defect::bad_uuencode:
      return Extent::line;
    case Defect::header_octets:
    case Defect::header_utf8:
    case Defect::duplicate_field:
    case Defect::bad_date:
    case Defect::bad_address:
      return Extent::field;
    case Defect::bad_content_type:
    case Defect::bad_parameter:
    case Defect::duplicate_parameter:
    case Defect::parameter_gap:
    case Defect::encoded_word_in_parameter:
    case Defect::missing_boundary:
    case Defect::bad_boundary:
    case Defect::boundary_reused:
      return Extent::type;
    case Defect::encoded_container:
    case Defect::unknown_encoding:
      return Extent::encoding;
    default:
      return Extent::nothing;
  }
}

struct Place {
  std::size_t begin, length;
};

// The field that a part's header is read by; nothing is marked if it is not there.
Place field_of(std::string_view message, std::size_t header, std::string_view name) {
  HeaderReader reader(message, header);
  while (const auto field = reader.next())
    if (iequals(field->name, name)) return {field->offset, field->raw.size()};
  return {header, 0};
}

Place place_of(std::string_view message, const Diagnostic& diagnostic) {
  const std::size_t at = std::min(diagnostic.offset, message.size());
  const std::string_view rest = message.substr(at);
  switch (extent_of(diagnostic.defect)) {
    case Extent::octet:
      return {at, 1};
    case Extent::high_octet: {
      const auto high = std::ranges::find_if(rest, [](char c) { return (c & 0x80) != 0; });
      const auto ahead = static_cast<std::size_t>(high - rest.begin());
      return high == rest.end() ? Place{at, 0} : Place{at + ahead, 1};
    }
    case Extent::word:
      return {at, std::min(rest.find_first_of(" \t\r\n"), rest.size())};
    case Extent::line:
      return {at, std::min(rest.find_first_of("\r\n"), rest.size())};
    case Extent::field: {
      HeaderReader reader(message, at);
      const auto field = reader.next();
      return {at, field ? field->raw.size() : 0};
    }
    case Extent::type:
      return field_of(message, at, "Content-Type");
    case Extent::encoding:
      return field_of(message, at, "Content-Transfer-Encoding");
    case Extent::nothing:
      break;
  }
  return {at, 0};
}

}  // namespace

std::string visible(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    const std::string_view named = c == '\r'   ? "\\r"
                                   : c == '\n' ? "\\n"
                                   : c == '\t' ? "\\t"
                                   : c == '\\' ? "\\\\"
                                               : "";
    if (!named.empty())
      out += named;
    else if (octet < 0x20 || octet > 0x7e)
      out.append("\\x") += {digits[octet >> 4], digits[octet & 15]};
    else
      out += c;
  }
  return out;
}

Proof proof_of(std::string_view message, const Diagnostic& diagnostic) {
  const Place place = place_of(message, diagnostic);
  const std::size_t length = std::min({place.length, most, message.size() - place.begin});
  const std::size_t end = place.begin + length;
  const std::size_t begin = place.begin > around ? place.begin - around : 0;
  return {visible(message.substr(begin, place.begin - begin)),
          visible(message.substr(place.begin, length)),
          visible(message.substr(end, length == 0 ? most : around))};
}

}  // namespace mailrig::lint
