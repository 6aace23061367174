// What a part is to a reader of the mail: RFC 2183, and what mail readers make of its absence.
#pragma once

#include <vector>

#include "mail/mime.hpp"

namespace mailrig {

// `part` is one of `parts`, all of which are complete.
Role role_of(const std::vector<Part>& parts, const Part& part);

}  // namespace mailrig
