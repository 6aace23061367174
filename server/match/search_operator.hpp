// The operators of the search language: which there are, and what their values mean.
#pragma once

#include <string>
#include <string_view>

#include "match/search.hpp"

namespace mailrig {

// The value of an operator, or a bare word.
struct SearchWord {
  enum class Form : std::uint8_t { bare, quoted, regex };
  Form form = Form::bare;
  std::string text;  // without quotes and their escapes; a regular expression with its slashes
};

// What `name:word` looks for. `name` is an operator for these records without its last colon, a
// header's with the header: `header:X-Mailer`; empty for a bare word. The error says what is wrong
// with the value.
Result<Search> make_search(std::string_view name, const SearchWord& word, Searched searched,
                           SearchTime now);

}  // namespace mailrig
