// Messages as the API shows them.
#pragma once

#include <string>

#include "mail/outline.hpp"
#include "mail/reading.hpp"
#include "store/record.hpp"

namespace mailrig::json {

struct MessageExtent {
  bool brief = false;      // text and html are null, which for a large mail are nearly all of it
  bool checksums = false;  // parts have the hashes of what they hold
};

// As in a list: without bodies.
std::string write_message(const Message& message, const Outline& outline);
// With headers, text, HTML, parts, links, codes and diagnostics. For a brief one a reading
// without_bodies() is enough.
std::string write_whole_message(const Message& message, const Reading& reading,
                                const MessageExtent& extent = {});
// {"id": …, "headers": [{"name", "value", "raw"}]}
std::string write_headers(const Message& message);

}  // namespace mailrig::json
