#include "mail/plain.hpp"

#include <cstdint>
#include <cstring>

#include "mail/ascii.hpp"
#include "mail/content_field.hpp"
#include "mail/header.hpp"

namespace mailrig {
namespace {

enum class Name : std::uint8_t { other, read, type, encoding, disposition };

Name name_of(std::string_view name) {
  switch (name.size()) {
    case 2:
      return iequals(name, "To") || iequals(name, "Cc") ? Name::read : Name::other;
    case 3:
      return iequals(name, "Bcc") ? Name::read : Name::other;
    case 4:
      return iequals(name, "From") ? Name::read : Name::other;
    case 7:
      return iequals(name, "Subject") ? Name::read : Name::other;
    case 12:
      return iequals(name, "Content-Type") ? Name::type : Name::other;
    case 19:
      return iequals(name, "Content-Disposition") ? Name::disposition : Name::other;
    case 25:
      return iequals(name, "Content-Transfer-Encoding") ? Name::encoding : Name::other;
    default:
      return Name::other;
  }
}

// Thirty-two octets at a time, then eight, then one.
bool all_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  std::size_t i = 0;
  for (; i + 32 <= text.size(); i += 32) {
    std::uint64_t octets[4];
    std::memcpy(octets, text.data() + i, 32);
    seen |= octets[0] | octets[1] | octets[2] | octets[3];
  }
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t octets;
    std::memcpy(&octets, text.data() + i, 8);
    seen |= octets;
  }
  for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
  return (seen & 0x8080808080808080u) == 0;
}

bool stands_as_read(std::string_view value) {
  return value.find_first_of("\r\n") == std::string_view::npos &&
         value.find("=?") == std::string_view::npos && all_ascii(value);
}

enum class Charset : std::uint8_t { ascii, utf8, other };

// Of a Content-Type that is plain text.
Charset charset_of(std::string_view value) {
  if (iequals(trim(value), "text/plain")) return Charset::ascii;
  const ContentField type = parse_content_field(value);
  if (type.value != "text/plain") return Charset::other;
  const std::string charset = to_lower(type.parameter("charset").value_or("us-ascii"));
  return charset == "utf-8"      ? Charset::utf8
         : charset == "us-ascii" ? Charset::ascii
                                 : Charset::other;
}

}  // namespace

std::optional<PlainMail> read_plain(std::string_view message) {
  PlainMail mail;
  mail.headers.reserve(12);  // with room for what a search adds
  Charset charset = Charset::ascii;
  bool typed = false;
  HeaderReader reader(message);
  while (const auto field = reader.next()) {
    // Where a header is broken, it takes the whole reader to say where the body begins.
    if (field->name.empty()) return std::nullopt;
    switch (name_of(field->name)) {
      case Name::other:
        break;
      case Name::read: {
        const std::string_view value = trim(field->value);
        if (!stands_as_read(value)) return std::nullopt;
        mail.headers.push_back(value);
        break;
      }
      case Name::type:
        if (typed) return std::nullopt;
        typed = true;
        charset = charset_of(field->value);
        if (charset == Charset::other) return std::nullopt;
        break;
      case Name::encoding: {
        const std::string_view value = trim(field->value);
        if (!iequals(value, "7bit") && !iequals(value, "8bit")) return std::nullopt;
        break;
      }
      case Name::disposition:
        return std::nullopt;
    }
  }
  if (!reader.ended()) return std::nullopt;
  mail.body = message.substr(reader.position());
  if (charset == Charset::ascii && !all_ascii(mail.body)) return std::nullopt;
  return mail;
}

}  // namespace mailrig
