// Readable text: the plain part, or what can be made of the HTML.
#include "mail/text.hpp"

#include "mail/html_text.hpp"
#include "mail/part_content.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

constexpr std::size_t max_snippet = 120;
// Of a part's body: style sheets and pictures of no height come first in many newsletters.
constexpr std::size_t plain_beginning = 4 << 10, html_beginning = 64 << 10;

std::string whole_text(std::string_view message, const Part& part) {
  return decode_text(decode_content(message, part).octets(), part);
}

}  // namespace

std::optional<std::string> text_of(std::string_view message, const Mime& mime) {
  if (const Part* const part = find_part(mime, Role::text)) return whole_text(message, *part);
  if (const Part* const part = find_part(mime, Role::html))
    return html_to_text(whole_text(message, *part));
  return std::nullopt;
}

std::optional<std::string> text_of(std::string_view message) {
  return text_of(message, read_mime(message));
}

std::optional<std::string> html_of(std::string_view message, const Mime& mime) {
  const Part* const part = find_part(mime, Role::html);
  return part ? std::optional(whole_text(message, *part)) : std::nullopt;
}

std::string snippet(std::string_view text) {
  std::string out;
  std::size_t count = 0;
  bool space = false;
  while (!text.empty() && count < max_snippet) {
    const auto c = static_cast<unsigned char>(text.front());
    const std::size_t n = utf8_length(text);
    if (c <= ' ' || c == 127) {
      space = !out.empty();
      text.remove_prefix(1);
      continue;
    }
    if (space) {
      // A space that would be the last character is none worth showing.
      if (count + 1 == max_snippet) break;
      out += ' ';
      ++count;
    }
    space = false;
    if (n > 0)
      out.append(text.substr(0, n));
    else
      append_utf8(out, 0xFFFD);
    ++count;
    text.remove_prefix(n > 0 ? n : 1);
  }
  return out;
}

std::string snippet_of(std::string_view message, const Mime& mime) {
  if (const Part* const part = find_part(mime, Role::text))
    return snippet(text_beginning(message, *part, plain_beginning));
  if (const Part* const part = find_part(mime, Role::html))
    return snippet(html_to_text(text_beginning(message, *part, html_beginning), 8 * max_snippet));
  return {};
}

}  // namespace mailrig
