// The value and parameters of Content-Type and Content-Disposition: RFC 2045 §5.1, RFC 2183 §2,
// with continued and encoded parameters (RFC 2231).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/diagnostic.hpp"

namespace mailrig {

struct ContentField {
  struct Parameter {
    std::string name;      // in lower case, without the asterisks of RFC 2231
    std::string octets;    // without quotes; sections joined, percent-encoding undone
    std::string charset;   // that RFC 2231 names; may be empty
    bool encoded = false;  // as in RFC 2231 §4
  };

  std::string value;  // in lower case: `text/plain`, `attachment`; empty if it is missing
  std::vector<Parameter> parameters;  // each name once, in order

  // Of that name (in lower case), as octets.
  std::optional<std::string_view> parameter(std::string_view name) const;
  // The same as people read it, in UTF-8; encoded words are decoded too, as most mail readers do.
  std::optional<std::string> text(std::string_view name) const;
};

// Reads what it can of a raw field value, skips what it cannot; at most 100 parameters.
ContentField parse_content_field(std::string_view raw, const Notes& notes = {});

}  // namespace mailrig
