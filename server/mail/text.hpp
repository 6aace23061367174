// What people read of a mail before they look at its parts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "mail/mime.hpp"

namespace mailrig {

// In UTF-8: of the first text/plain part that is no attachment, line ends as sent; else of the
// first text/html part, as html_to_text reads it. Nothing if there is neither.
std::optional<std::string> text_of(std::string_view message, const Mime& mime);
std::optional<std::string> text_of(std::string_view message);
// The first text/html part that is no attachment, in UTF-8.
std::optional<std::string> html_of(std::string_view message, const Mime& mime);

// The beginning of a text on one line: white space collapsed, at most 120 characters.
std::string snippet(std::string_view text);
// The snippet of text_of(); only the beginning of the part is decoded.
std::string snippet_of(std::string_view message, const Mime& mime);

}  // namespace mailrig
