// Character sets to UTF-8, under the labels of the WHATWG encoding standard and some more
// (charset_labels.hpp); tables are made at build time from the system's iconv.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

// Always well-formed UTF-8: octets that mean nothing in that charset become U+FFFD, and `malformed`
// is set. Octets above 127 under the label us-ascii are read as utf8_or_windows_1252 does. Nothing
// for unknown labels.
std::optional<std::string> to_utf8(std::string_view label, std::string_view octets,
                                   bool* malformed = nullptr);

// Octets of no declared charset: as they are if they are UTF-8, else read as windows-1252.
std::string utf8_or_windows_1252(std::string_view octets);

}  // namespace mailrig
