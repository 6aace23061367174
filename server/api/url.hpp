// The target of a request taken apart: path segments and query parameters, percent-decoded
// (RFC 3986 §2.1) and strict about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/result.hpp"

namespace mailrig::api {

// Query parameters in the order sent.
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Url {
  std::string text;               // the path as sent, without the query
  std::vector<std::string> path;  // segments; an encoded slash does not part them
  Parameters query;
};

// A `+` of the query is a space, except in parameters where it is part of the value: addresses
// and times with an offset.
Result<Url> parse_url(std::string_view target);

// The path of `target` as sent.
std::string_view path_of(std::string_view target);

// The value of a parameter; nothing if it is not there.
std::optional<std::string_view> find(const Parameters& query, std::string_view name);

// A path segment: everything but letters, digits and `-._~` percent-encoded.
std::string encode_segment(std::string_view text);

}  // namespace mailrig::api
