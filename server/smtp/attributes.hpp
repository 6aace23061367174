// The arguments of Postfix's XCLIENT and XFORWARD: attributes that tell who the client is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"
#include "store/record.hpp"

namespace mailrig::smtp {

// `NAME=value …`, at least one; values are xtext and stand decoded in the result, keywords in upper
// case. [UNAVAILABLE] and [TEMPUNAVAIL] leave a parameter without a value. `known` are the keywords
// that may come.
Result<std::vector<Parameter>> parse_attributes(std::string_view arg,
                                                const std::vector<std::string_view>& known);
Result<std::vector<Parameter>> parse_xclient(std::string_view arg);
Result<std::vector<Parameter>> parse_xforward(std::string_view arg);

// What XCLIENT changes of what is known of the client. The error names the attribute.
Result<Facts> apply_xclient(Facts facts, const std::vector<Parameter>& attributes);

}  // namespace mailrig::smtp
