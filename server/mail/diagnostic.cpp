// Names and explanations of defects, as a table in the order of the enumeration.
#include "mail/diagnostic.hpp"

#include <algorithm>
#include <array>

namespace mailrig {
namespace {

constexpr std::size_t most = 1'000;

struct Words {
  Defect defect;
  std::string_view name, detail;
};

constexpr std::array words{
    Words{Defect::bare_lf, "bare-lf", "a line ends in LF without CR (RFC 5322 §2.3)"},
    Words{Defect::bare_cr, "bare-cr", "a CR is not followed by LF (RFC 5322 §2.3)"},
    Words{Defect::nul, "nul", "there is a NUL octet (RFC 5322 §4.1)"},
    Words{Defect::long_line, "long-line", "a line is longer than 998 octets (RFC 5322 §2.1.1)"},
    Words{Defect::empty_message, "empty-message", "there is not one octet"},
    Words{Defect::no_header, "no-header", "no line before the first empty one is a header field"},
    Words{Defect::no_header_end, "no-header-end", "no empty line ends the header"},
    Words{Defect::not_a_field, "not-a-field", "a header line has no colon (RFC 7103 §7.2)"},
    Words{Defect::continuation_first, "continuation-first",
          "the header begins with a continuation line"},
    Words{Defect::bad_field_name, "bad-field-name",
          "a field name has other than printable US-ASCII characters (RFC 5322 §2.2)"},
    Words{Defect::space_before_colon, "space-before-colon",
          "white space stands before a field's colon (obsolete, RFC 5322 §4.5)"},
    Words{Defect::mbox_line, "mbox-line", "the header begins with a line of an mbox file: From …"},
    Words{Defect::header_octets, "header-octets",
          "a header field has octets above 127 that are not UTF-8"},
    Words{Defect::header_utf8, "header-utf8",
          "a header field has UTF-8, which takes SMTPUTF8 (RFC 6532)"},
    Words{Defect::duplicate_field, "duplicate-field",
          "a field that may stand once stands there again (RFC 5322 §3.6)"},
    Words{Defect::missing_from, "missing-from", "there is no From field (RFC 5322 §3.6)"},
    Words{Defect::missing_date, "missing-date", "there is no Date field (RFC 5322 §3.6)"},
    Words{Defect::bad_date, "bad-date", "the Date field names no real time (RFC 5322 §3.3)"},
    Words{Defect::bad_address, "bad-address",
          "an address list has an address that is none, or an open quote, bracket or comment"},
    Words{Defect::bad_encoded_word, "bad-encoded-word",
          "something begins like an encoded word and is none (RFC 2047 §2)"},
    Words{Defect::long_encoded_word, "long-encoded-word",
          "an encoded word is longer than 75 characters (RFC 2047 §2)"},
    Words{Defect::unknown_word_charset, "unknown-word-charset",
          "an encoded word is in a charset that is not known"},
    Words{Defect::missing_mime_version, "missing-mime-version",
          "there are MIME fields but no MIME-Version (RFC 2045 §4)"},
    Words{Defect::bad_content_type, "bad-content-type",
          "Content-Type is not of the form type/subtype (RFC 2045 §5.1)"},
    Words{Defect::bad_parameter, "bad-parameter",
          "a parameter is not of the form name=value (RFC 2045 §5.1)"},
    Words{Defect::duplicate_parameter, "duplicate-parameter", "a parameter is given twice"},
    Words{Defect::parameter_gap, "parameter-gap",
          "a section of a continued parameter is missing or malformed (RFC 2231 §3)"},
    Words{Defect::encoded_word_in_parameter, "encoded-word-in-parameter",
          "a parameter has an encoded word (RFC 2047 §5 forbids it, RFC 2231 §4 is the way)"},
    Words{Defect::missing_boundary, "missing-boundary",
          "a multipart names no boundary (RFC 2046 §5.1.1); read as text"},
    Words{Defect::bad_boundary, "bad-boundary",
          "the boundary is longer than 70 characters or has others than allowed (RFC 2046 §5.1.1)"},
    Words{Defect::boundary_reused, "boundary-reused",
          "the boundary begins with that of a multipart round it (RFC 2046 §5.1.2)"},
    Words{Defect::boundary_not_found, "boundary-not-found",
          "no delimiter line with the multipart's boundary follows; read as text"},
    Words{Defect::boundary_not_closed, "boundary-not-closed",
          "the multipart ends without its closing delimiter (RFC 2046 §5.1.1)"},
    Words{Defect::encoded_container, "encoded-container",
          "a multipart or message has a transfer encoding (RFC 2045 §6.4 forbids it)"},
    Words{Defect::too_deep, "too-deep", "parts nest deeper than 100; the rest is one part"},
    Words{Defect::too_many_parts, "too-many-parts", "more than 10,000 parts; the rest is not read"},
    Words{Defect::unknown_encoding, "unknown-encoding",
          "the transfer encoding is not known (RFC 2045 §6.1); octets are shown as sent"},
    Words{Defect::octets_in_7bit, "octets-in-7bit",
          "there are octets above 127 in what is declared as 7bit (RFC 2045 §2.7)"},
    Words{Defect::bad_base64, "bad-base64",
          "base64 has octets outside of its alphabet (RFC 2045 §6.8); skipped"},
    Words{Defect::truncated_base64, "truncated-base64", "base64 ends within a group of four"},
    Words{Defect::after_base64, "after-base64", "something follows the padding that ends base64"},
    Words{Defect::bad_quoted_printable, "bad-quoted-printable",
          "an = is followed neither by two hexadecimal digits nor by a line end (RFC 2045 §6.7)"},
    Words{Defect::bad_uuencode, "bad-uuencode",
          "a line of uuencode is malformed, or its end is missing"},
    Words{Defect::unknown_charset, "unknown-charset",
          "the charset is not known; read as UTF-8 or windows-1252"},
    Words{Defect::bad_charset_octets, "bad-charset-octets",
          "there are octets that mean nothing in the charset; shown as U+FFFD"},
    Words{Defect::missing_charset, "missing-charset",
          "text has octets above 127 and names no charset (RFC 2046 §4.1.2)"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].defect != static_cast<Defect>(i)) return false;
  return true;
}
static_assert(in_order() && words.back().defect == Defect::missing_charset);

}  // namespace

std::string_view to_string(Defect defect) { return words[static_cast<std::size_t>(defect)].name; }
std::string_view describe(Defect defect) { return words[static_cast<std::size_t>(defect)].detail; }

std::optional<Defect> parse_defect(std::string_view name) {
  const auto found = std::ranges::find(words, name, &Words::name);
  return found == words.end() ? std::nullopt : std::optional(found->defect);
}

std::vector<std::string_view> defect_names() {
  std::vector<std::string_view> names;
  for (const Words& each : words) names.push_back(each.name);
  return names;
}

void Diagnostics::add(Defect defect, std::size_t offset, std::size_t part) {
  for (auto entry = all_.rbegin(); entry != all_.rend() && entry->part == part; ++entry)
    if (entry->defect == defect) {
      ++entry->count;
      return;
    }
  if (all_.size() < most) all_.push_back({defect, static_cast<std::uint32_t>(part), offset, 1});
}

void Diagnostics::sort() { std::ranges::stable_sort(all_, {}, &Diagnostic::offset); }

}  // namespace mailrig
