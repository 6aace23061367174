// Readable text, one level deep.
#include "mail/text.hpp"

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/content_field.hpp"
#include "mail/encoding.hpp"
#include "mail/header.hpp"
#include "mail/part.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

constexpr std::size_t max_snippet = 120;

ContentField content_field(std::string_view entity, std::string_view name) {
  const auto raw = find_header(entity, name);
  return raw ? parse_content_field(*raw) : ContentField{};
}

bool is_attachment(std::string_view entity) {
  return content_field(entity, "Content-Disposition").value == "attachment";
}

// RFC 2046 §5.1.5: without a Content-Type, parts of a digest are messages, all else is text.
bool is_plain_text(const ContentField& type, std::string_view container) {
  return type.value == "text/plain" || (type.value.empty() && container != "multipart/digest");
}

std::optional<std::string> decode_body(std::string_view entity) {
  const std::string_view body = body_of(entity);
  const std::string encoding = content_field(entity, "Content-Transfer-Encoding").value;
  if (encoding == "base64") return decode_base64(body);
  if (encoding == "quoted-printable") return decode_quoted_printable(body);
  if (encoding.empty() || encoding == "7bit" || encoding == "8bit" || encoding == "binary")
    return std::string(body);
  return std::nullopt;  // RFC 2045 §6.4: what is encoded in an unknown way is not text
}

std::optional<std::string> plain_text(std::string_view entity, const ContentField& type) {
  const std::optional<std::string> octets = decode_body(entity);
  if (!octets) return std::nullopt;
  return to_utf8(type.parameter("charset").value_or("us-ascii"), *octets);
}

}  // namespace

std::optional<std::string> text_of(std::string_view message) {
  const ContentField type = content_field(message, "Content-Type");
  if (!type.value.starts_with("multipart/")) {
    if (!is_plain_text(type, {}) || is_attachment(message)) return std::nullopt;
    return plain_text(message, type);
  }
  PartReader parts(body_of(message), type.parameter("boundary").value_or(""));
  while (const auto part = parts.next()) {
    const ContentField part_type = content_field(*part, "Content-Type");
    if (is_plain_text(part_type, type.value) && !is_attachment(*part))
      return plain_text(*part, part_type);
  }
  return std::nullopt;
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

std::size_t count_attachments(std::string_view message) {
  const ContentField type = content_field(message, "Content-Type");
  if (!type.value.starts_with("multipart/")) return is_attachment(message) ? 1 : 0;
  std::size_t count = 0;
  PartReader parts(body_of(message), type.parameter("boundary").value_or(""));
  while (const auto part = parts.next())
    if (is_attachment(*part)) ++count;
  return count;
}

}  // namespace mailrig
