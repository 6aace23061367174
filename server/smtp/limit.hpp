// The limits of a listener by name: what the command line, a listener's own words and transcripts
// call them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "smtp/options.hpp"

namespace mailrig::smtp {

std::vector<std::string> limit_names();  // "mails" …

// Sets the limit of that name, which is one of limit_names(). Nothing, or what is allowed instead.
// It goes before what the listener's profile says of the same thing.
std::optional<Error> set_limit(Options& options, std::string_view name, std::uint64_t value);

}  // namespace mailrig::smtp
