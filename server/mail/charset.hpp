// Character sets to UTF-8, under the labels of the WHATWG encoding standard: us-ascii, utf-8,
// iso-8859-1, iso-8859-15, windows-1252.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

// Always well-formed UTF-8: octets that mean nothing in that charset become U+FFFD. Octets above
// 127 under the label us-ascii are read as utf8_or_windows_1252 does. Nothing for unknown labels.
// `malformed` is set if there are such octets.
std::optional<std::string> to_utf8(std::string_view label, std::string_view octets,
                                   bool* malformed = nullptr);

// Octets of no declared charset: as they are if they are UTF-8, else read as windows-1252.
std::string utf8_or_windows_1252(std::string_view octets);

}  // namespace mailrig
