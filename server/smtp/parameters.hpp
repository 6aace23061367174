// Parameters of MAIL and RCPT (RFC 5321 §4.1.2) and the extensions that define them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "session/reply.hpp"
#include "store/record.hpp"

namespace mailrig::smtp {

// Reads `esmtp-param *(SP esmtp-param)`; nothing if a keyword or a value has a form that the
// grammar does not know. Several spaces between two are tolerated.
std::optional<std::vector<Parameter>> parse_parameters(std::string_view text);

// What the parameters of MAIL ask for.
struct MailParameters {
  std::optional<std::uint64_t> size;  // RFC 1870, octets; one beyond 64 bits is the largest
  bool eight_bit = false;             // RFC 6152 BODY=8BITMIME
  bool utf8 = false;                  // RFC 6531 SMTPUTF8
};

// Checks them, and says how they are to be refused: null if they are not. `most` is the largest
// message taken, in octets.
const Reply* check_mail_parameters(const std::vector<Parameter>& parameters, std::uint64_t most,
                                   MailParameters& found);
const Reply* check_rcpt_parameters(const std::vector<Parameter>& parameters);

}  // namespace mailrig::smtp
