// HTML as plain text that people can read: for mails that have no text part.
#pragma once

#include <string>
#include <string_view>

namespace mailrig {

// Lines end in LF. Paragraphs and rows stand apart, list items begin with a hyphen or a number,
// images give their alternative text; styles and scripts are left out, style sheets not looked at.
// `most`: stops once that many octets of text are there; 0: never.
std::string html_to_text(std::string_view html, std::size_t most = 0);

}  // namespace mailrig
