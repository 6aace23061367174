// What is wrong with the header of a mail or of a mail in it: RFC 5322 §2.2 and §3.6, RFC 2047.
#pragma once

#include <string_view>

#include "mail/diagnostic.hpp"
#include "mail/mime.hpp"

namespace mailrig {

// `index` of the part whose header it is. Missing fields are noted for whole mails only: the
// message itself and what stands directly inside a message/rfc822.
void check_header(std::string_view message, const Mime& mime, std::size_t index,
                  Diagnostics& diagnostics);

// Line ends, NULs and long lines of the whole message.
void check_octets(std::string_view message, Diagnostics& diagnostics);

}  // namespace mailrig
