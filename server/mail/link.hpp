// The links of a mail, as tests want to follow them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

struct Link {
  std::string url;   // decoded, ready to be requested
  std::string text;  // what people see of it
};

// URLs with http, https, mailto, tel and ftp, and what begins with www., in order. Punctuation at
// their end belongs to the sentence, brackets to what they stand round; text is the URL as written.
std::vector<Link> links_in_text(std::string_view text);

// Those of <a> and <area>, in order, fragments (#…) left out, and URLs written out in text outside
// of them. An <img> in a link speaks by its alternative text.
std::vector<Link> links_in_html(std::string_view html);

// What a browser would load for showing the HTML from other places (http, https, //): images, style
// sheets, fonts, media, frames; each once, in order.
std::vector<std::string> remote_in_html(std::string_view html);

}  // namespace mailrig
