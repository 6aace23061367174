// What people read of a simple mail: plain text at the top, or directly inside one multipart.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

// The text in UTF-8, line ends as sent: of a text/plain message, or of the first text/plain part
// directly inside a multipart, unless it is an attachment. Nothing if there is no such part, or if
// its charset or transfer encoding is unknown.
std::optional<std::string> text_of(std::string_view message);

// The beginning of a text on one line: white space collapsed, at most 120 characters.
std::string snippet(std::string_view text);

// Parts with Content-Disposition: attachment directly inside a multipart; 1 if the message itself
// is one.
std::size_t count_attachments(std::string_view message);

}  // namespace mailrig
