// The body of PATCH /v1/messages: {"read": bool, "tags": [string, …]}.
#pragma once

#include <string_view>

#include "json/problem.hpp"
#include "mail/result.hpp"
#include "store/store.hpp"

namespace mailrig::json {

// At least one of the two members; `tags` replaces all tags: at most 100, each 1 to 100 octets.
Result<Store::Patch, Faults> read_patch(std::string_view text);

// {"matched": …, "seq": …}
std::string write_patched(std::uint64_t matched, std::uint64_t seq);

}  // namespace mailrig::json
