// The value and parameters of Content-Type and Content-Disposition: RFC 2045 §5.1, RFC 2183 §2.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailrig {

struct ContentField {
  std::string value;  // in lower case: `text/plain`, `attachment`; empty if it is missing
  // Names in lower case, values as sent without quotes, in order.
  std::vector<std::pair<std::string, std::string>> parameters;

  // The first of that name (in lower case).
  std::optional<std::string_view> parameter(std::string_view name) const;
};

// Reads what it can of a raw field value, skips what it cannot; at most 100 parameters.
ContentField parse_content_field(std::string_view raw);

}  // namespace mailrig
