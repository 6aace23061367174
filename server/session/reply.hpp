// A reply of an SMTP-like server (RFC 5321 §4.2), or any octets in its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

struct Reply {
  std::string octets;  // exactly what goes on the wire, CRLF included

  // From text as in rules: "451 4.3.0 first line\nsecond line". Code and enhanced code are
  // repeated on each line (RFC 2034 §4); a text without a code is sent as it stands with CRLF.
  static Reply parse(std::string_view text);
  // A code of three digits, an enhanced code ("2.1.0", or empty), text (lines parted by \n).
  static Reply make(int code, std::string_view enhanced, std::string_view text);
  static Reply raw(std::string_view octets) { return Reply{std::string(octets)}; }

  // First digit of the code of the last complete line, 0 if there is none: what the client goes by.
  int severity() const;
  int code() const;          // of the last complete line, 0 if none
  std::string text() const;  // without the final CRLF
  // The same without the enhanced code of each line.
  Reply without_enhanced() const;
};

}  // namespace mailrig
