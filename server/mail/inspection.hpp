// All that is wrong with a mail: its structure, headers, octets and what its parts hold.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mime.hpp"

namespace mailrig {

// What was come by on the way: a part whose content was decoded.
struct InspectedPart {
  std::size_t index;
  std::size_t size;                 // of its content in octets, decoded
  std::optional<std::string> text;  // in UTF-8, if it is text or HTML
};
using TellPart = std::function<void(const Mime&, InspectedPart&&)>;

// The parts, with every diagnostic in the order of their offsets. `tell` hears of each part in
// order.
Mime inspect(std::string_view message, const TellPart& tell = {});

// Each kind of defect once, in the order of the enumeration: where it comes first, and how often it
// comes in the whole mail.
std::vector<Diagnostic> kinds_of(const Diagnostics& diagnostics);

// The names of those kinds.
std::vector<std::string_view> defects_of(std::string_view message);

}  // namespace mailrig
