// Messages as the API shows them; everything in them is read from the octets when asked for.
#pragma once

#include <cstdint>
#include <string>

#include "store/record.hpp"

namespace mailrig::json {

// Whether parts are shown with the hashes of what they hold.
enum class Checksums : std::uint8_t { none, shown };

// As in a list: without bodies.
std::string write_message(const Message& message);
// With headers, text, HTML, parts, links, codes and diagnostics.
// `brief`: text and html are null, which for a large mail are nearly all of it.
std::string write_whole_message(const Message& message, bool brief = false);
// {"id": …, "headers": [{"name", "value", "raw"}]}
std::string write_headers(const Message& message);

}  // namespace mailrig::json
