// The parts of a mail as octet ranges of the message: RFC 2045, RFC 2046. One pass over the octets,
// no recursion, bounded; whatever the octets are there is at least one part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mail/content_field.hpp"
#include "mail/diagnostic.hpp"

namespace mailrig {

inline constexpr std::size_t max_part_depth = 100;
inline constexpr std::size_t max_parts = 10'000;

// Octets of a message.
struct Span {
  std::size_t begin = 0, end = 0;
  std::string_view of(std::string_view message) const { return message.substr(begin, end - begin); }
};

enum class TransferEncoding : std::uint8_t {
  identity,
  base64,
  quoted_printable,
  uuencode,
  unknown
};

// What a part is to a reader of the mail.
enum class Role : std::uint8_t { container, text, html, inlined, attachment };
std::string_view to_string(Role role);

struct Part {
  std::uint32_t parent =
      0;                    // index of the part it stands in; 0 for the first, which is the message
  std::uint32_t depth = 0;  // 0: the message itself
  Span header;              // with the empty line that ends it
  Span body;                // as sent; without the line end before a delimiter
  ContentField type;        // its value is never empty: text/plain is what RFC 2045 §5.2 assumes
  ContentField disposition;   // its value is empty if there is none
  std::string content_id;     // without angle brackets; empty if there is none
  std::string encoding_name;  // in lower case, as sent; empty if there is none
  TransferEncoding encoding = TransferEncoding::identity;
  bool container = false;  // its content is the parts whose parent it is
  bool embedded = false;   // it stands inside of a message/rfc822, not of the mail itself
  Role role = Role::text;

  bool is_multipart() const { return type.value.starts_with("multipart/"); }
  // As people read it; empty if it has none. Nothing in it makes it safe as a path.
  std::string file_name() const;
};

struct Mime {
  std::vector<Part> parts;  // in the order in which they begin; the first is the message
  Diagnostics diagnostics;  // of the structure
};
Mime read_mime(std::string_view message);

// The first part of that role in the mail itself; null if there is none.
const Part* find_part(const Mime& mime, Role role);
// Parts of Role::attachment in the mail itself.
std::size_t count_attachments(const Mime& mime);

}  // namespace mailrig
