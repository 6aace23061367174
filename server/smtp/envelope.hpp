// The arguments of MAIL and RCPT, checked (RFC 5321 §4.1.1.2, §4.1.1.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "session/reply.hpp"
#include "smtp/parameters.hpp"
#include "store/record.hpp"

namespace mailrig::smtp {

// What a check found: the reply it would give, and what deserves a note.
struct Finding {
  const Reply* planned = nullptr;  // never null after a check; points into `own` or lives for ever
  Reply own;                       // a reply with the reason in it
  bool spaced_colon = false;       // white space between the colon and the path
  bool bare_address = false;       // an address without angle brackets
};

// `arg` is all that follows MAIL. `sender` is filled in any case: with the whole argument as its
// address if there is no path in it.
void check_mail(std::string_view arg, const ParameterTerms& terms, Sender& sender,
                MailParameters& parameters, Finding& finding);

// `arg` is all that follows RCPT; `utf8` says that MAIL asked for SMTPUTF8.
void check_rcpt(std::string_view arg, const ParameterTerms& terms, bool utf8, Recipient& recipient,
                Finding& finding);

}  // namespace mailrig::smtp
