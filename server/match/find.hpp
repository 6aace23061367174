// Finding a text in another without case, sixteen octets at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace mailrig {

struct Found {
  std::size_t at;  // where it stands, or the text's size
  bool gave_up;    // nothing stands before `at`; beyond it has to be looked at some other way
};

// `needle` is in lower case and not empty; letters A to Z equal a to z. Gives up where most places
// nearly fit, so that the time is linear in `text` whatever it is.
Found find_lower(std::string_view text, std::string_view needle, std::size_t from);

}  // namespace mailrig
