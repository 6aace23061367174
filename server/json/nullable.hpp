// Values that may be missing, as null in JSON. Only for files of this folder: it names nlohmann.
#pragma once

#include <string>

#include "json/document.hpp"

namespace mailrig::json {

template <class Optional>
Tree or_null(const Optional& value) {
  return value ? Tree(*value) : Tree();
}

inline Tree null_if_empty(std::string_view text) { return text.empty() ? Tree() : Tree(text); }

}  // namespace mailrig::json
