#include "mail/part_content.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/encoding.hpp"

namespace mailrig {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Decoded decode(std::string_view body, TransferEncoding encoding, const Notes& notes) {
  switch (encoding) {
    case TransferEncoding::base64:
      return Decoded(decode_base64(body, notes));
    case TransferEncoding::quoted_printable:
      return Decoded(decode_quoted_printable(body, notes));
    case TransferEncoding::uuencode:
      return Decoded(decode_uuencode(body, notes));
    case TransferEncoding::identity:
    case TransferEncoding::unknown:
      break;
  }
  return Decoded(body);
}

std::size_t first_above_127(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if(text, [](char c) { return !is_ascii(c); }) -
                                  text.begin());
}

// WHATWG HTML §13.2.3.2 in short: the charset that a meta element in the first 1,024 octets names.
std::string_view charset_of_html(std::string_view html) {
  html = html.substr(0, 1'024);
  for (std::size_t at = 0; (at = html.find('<', at)) != std::string_view::npos; ++at) {
    if (!istarts_with(html.substr(at), "<meta")) continue;
    const std::string_view tag = html.substr(at, html.find('>', at) - at);
    for (std::size_t i = 0; i + 8 < tag.size(); ++i) {
      if (!istarts_with(tag.substr(i), "charset")) continue;
      std::size_t begin = i + 7;
      while (begin < tag.size() && is_space(tag[begin])) ++begin;
      if (begin == tag.size() || tag[begin] != '=') continue;
      ++begin;
      while (begin < tag.size() &&
             (is_space(tag[begin]) || tag[begin] == '"' || tag[begin] == '\''))
        ++begin;
      return tag.substr(begin, tag.find_first_of("\"' \t\r\n;/", begin) - begin);
    }
  }
  return {};
}

}  // namespace

Decoded decode_content(std::string_view message, const Part& part, Diagnostics* diagnostics,
                       std::size_t index) {
  const std::string_view body = part.body.of(message);
  if (part.container) return Decoded(body);
  const Notes notes{diagnostics, index, part.body.begin};
  if (diagnostics && (part.encoding_name.empty() || part.encoding_name == "7bit"))
    if (const std::size_t at = first_above_127(body); at < body.size())
      notes.add(Defect::octets_in_7bit, at);
  return decode(body, part.encoding, notes);
}

std::string decode_text(std::string_view octets, const Part& part, const Notes& notes) {
  if (octets.starts_with(byte_order_mark)) octets.remove_prefix(byte_order_mark.size());
  std::string_view charset = part.type.parameter("charset").value_or("");
  if (charset.empty() && part.type.value == "text/html") charset = charset_of_html(octets);
  if (charset.empty()) {
    if (first_above_127(octets) < octets.size()) notes.add(Defect::missing_charset);
    return utf8_or_windows_1252(octets);
  }
  bool malformed = false;
  if (auto text = to_utf8(charset, octets, &malformed)) {
    if (malformed) notes.add(Defect::bad_charset_octets);
    return std::move(*text);
  }
  notes.add(Defect::unknown_charset);
  return utf8_or_windows_1252(octets);
}

std::string text_beginning(std::string_view message, const Part& part, std::size_t most) {
  const std::string_view body = part.body.of(message).substr(0, most);
  const Decoded decoded = decode(body, part.encoding, {});
  std::string text = decode_text(decoded.octets(), part);
  // What was cut in the middle of a character is not malformed.
  if (body.size() == most && text.ends_with("\xEF\xBF\xBD")) text.resize(text.size() - 3);
  return text;
}

}  // namespace mailrig
