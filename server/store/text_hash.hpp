// For unordered maps by text that are asked with any text, without making a key of it first.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace mailrig {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

}  // namespace mailrig
