// The EHLO reply (RFC 5321 §4.1.1.1) and the edits that rules make to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "session/behavior.hpp"
#include "session/reply.hpp"

namespace mailrig::smtp {

// What is offered, in an order that never changes. `largest` is the largest message in octets.
std::vector<std::string> capabilities(std::uint64_t largest);

// Takes out each line whose keyword an edit removes; an added line replaces the one with its
// keyword, or comes last.
void edit_capabilities(std::vector<std::string>& lines, const std::vector<CapabilityEdit>& edits);

Reply ehlo_reply(std::string_view hostname, const std::vector<std::string>& lines);

}  // namespace mailrig::smtp
