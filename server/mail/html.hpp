// HTML of a mail as a stream of tags and text: WHATWG HTML §13.2.5 as far as it matters to find
// text, links and what would be loaded. No tree, no recursion; time is linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

struct HtmlToken {
  enum class Kind : std::uint8_t { text, open, close };
  Kind kind = Kind::text;
  std::string name;       // of a tag, in lower case; at most 32 octets
  std::string_view rest;  // text as written; of an opening tag its attributes as written

  bool opens(std::string_view tag) const { return kind == Kind::open && name == tag; }
  bool closes(std::string_view tag) const { return kind == Kind::close && name == tag; }
  // Decoded; the first of that name (in lower case).
  std::optional<std::string> attribute(std::string_view wanted) const;
};

// Comments and declarations are left out. Text inside of script, style and their like is one text
// token between their tags.
class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}
  std::optional<HtmlToken> next();
  // Offset of what comes next.
  std::size_t position() const { return at_; }

 private:
  HtmlToken read_tag(std::size_t name);
  std::string_view html_;
  std::size_t at_ = 0;
  std::string raw_;  // the element whose text has no tags, while it is open
};

// `text` with its character references decoded.
std::string decode_references(std::string_view text);

// The next attribute at the front of `rest`, both as written; nothing at the end.
struct HtmlAttribute {
  std::string_view name, value;
};
std::optional<HtmlAttribute> next_attribute(std::string_view& rest);

}  // namespace mailrig
