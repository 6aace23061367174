// What a part holds, its transfer encoding undone, and as text in UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mail/mime.hpp"

namespace mailrig {

// Octets of a part: those of the message itself where nothing had to be decoded, which must then
// outlive them.
class Decoded {
 public:
  explicit Decoded(std::string_view view) : view_(view) {}
  explicit Decoded(std::string owned) : owned_(std::move(owned)) {}
  std::string_view octets() const { return owned_ ? std::string_view(*owned_) : view_; }

 private:
  std::string_view view_;
  std::optional<std::string> owned_;
};

// Of a container: what it holds, as sent. What is encoded in an unknown way stays as sent.
Decoded decode_content(std::string_view message, const Part& part,
                       Diagnostics* diagnostics = nullptr, std::size_t index = 0);

// In UTF-8, line ends as sent. By its charset; HTML by that of its meta element too; else as UTF-8
// or windows-1252.
std::string decode_text(std::string_view octets, const Part& part, const Notes& notes = {});

// The first `most` octets of its body, decoded as above; for previews.
std::string text_beginning(std::string_view message, const Part& part, std::size_t most);

}  // namespace mailrig
