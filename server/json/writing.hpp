// From values to JSON text. Only for files of this folder: it names nlohmann.
#pragma once

#include <string>

#include "json/document.hpp"

namespace mailrig::json {

// Compact, UTF-8; octets that are not UTF-8 become U+FFFD, so that any mail can be shown.
inline std::string write_document(const Tree& tree) {
  return tree.dump(-1, ' ', false, Tree::error_handler_t::replace);
}

template <class Optional>
Tree or_null(const Optional& value) {
  return value ? Tree(*value) : Tree();
}

inline Tree null_if_empty(const std::string& text) { return text.empty() ? Tree() : Tree(text); }

}  // namespace mailrig::json
