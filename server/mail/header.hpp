// The header of a raw message, field by field: RFC 5322 §2.2, tolerant of bare LF, of lines without
// a colon and of a missing body. All views point into the message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

struct HeaderField {
  std::string_view name;   // as sent, without space before the colon; empty if there is no name
  std::string_view value;  // behind the colon, as sent with its folding, without the last line end;
                           // the whole line if there is no name
  std::string_view raw;    // the whole field without its last line end
  std::size_t offset = 0;  // of `raw` in the message
};

// Reads from `begin` to the first empty line. Time is linear over all calls.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view message, std::size_t begin = 0)
      : message_(message), at_(begin) {}
  std::optional<HeaderField> next();
  // Behind what was read; behind the empty line once next() has returned nothing.
  std::size_t position() const { return at_; }
  // Whether the empty line was there.
  bool ended() const { return ended_; }

 private:
  std::string_view message_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

// The raw value of the first field of that name, or of all of them in order; without case.
std::optional<std::string_view> find_header(std::string_view message, std::string_view name);
std::vector<std::string_view> find_headers(std::string_view message, std::string_view name);

// What follows the first empty line; empty if there is none.
std::string_view body_of(std::string_view message);

// On one line, without white space at its ends (RFC 5322 §2.2.3). Octets else as sent.
std::string unfold(std::string_view value);

}  // namespace mailrig
