// The trace fields that a receiver would put in front of a message (RFC 5321 §4.4). They are shown
// beside it, never written into it.
#pragma once

#include <string>
#include <string_view>

#include "store/record.hpp"

namespace mailrig {

// RFC 3848, RFC 6531 §4.3: SMTP, ESMTP, ESMTPSA, LMTPS, UTF8SMTPA, …
std::string with_keyword(const Facts& facts, bool utf8);

// Return-Path and Received, folded, each with its CRLF. `hostname` is this server's.
std::string trace_fields(const Message& message, std::string_view hostname);

}  // namespace mailrig
