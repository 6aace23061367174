// Messages as the API shows them; everything in them is read from the octets when asked for.
#pragma once

#include <string>

#include "store/record.hpp"

namespace mailrig::json {

struct MessageExtent {
  bool brief = false;      // text and html are null, which for a large mail are nearly all of it
  bool checksums = false;  // parts have the hashes of what they hold
};

// As in a list: without bodies.
std::string write_message(const Message& message);
// With headers, text, HTML, parts, links, codes and diagnostics.
std::string write_whole_message(const Message& message, const MessageExtent& extent = {});
// {"id": …, "headers": [{"name", "value", "raw"}]}
std::string write_headers(const Message& message);

}  // namespace mailrig::json
