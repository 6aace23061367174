// JSON values to text. Only for files of this folder: it names nlohmann.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace mailrig::json {

using Value = nlohmann::ordered_json;

// Compact, UTF-8; octets that are not UTF-8 become U+FFFD, so that any mail can be shown.
inline std::string dump(const Value& value) {
  return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

// The text, or null where there is none.
template <class Optional>
Value or_null(const Optional& text) {
  return text ? Value(*text) : Value();
}

}  // namespace mailrig::json
