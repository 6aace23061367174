// Parameters of MAIL and RCPT (RFC 5321 §4.1.2) and the extensions that define them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "session/reply.hpp"
#include "smtp/options.hpp"
#include "store/record.hpp"

namespace mailrig {
class Store;
}

namespace mailrig::smtp {

// Reads `esmtp-param *(SP esmtp-param)`; nothing if a keyword or a value has a form that the
// grammar does not know. Several spaces between two are tolerated.
std::optional<std::vector<Parameter>> parse_parameters(std::string_view text);

// What the parameters of MAIL ask for, as far as the session has to know.
struct MailParameters {
  std::optional<std::uint64_t> size;     // RFC 1870, octets; one beyond 64 bits is the largest
  bool eight_bit = false;                // RFC 6152 BODY=8BITMIME, or BINARYMIME
  bool binary = false;                   // RFC 3030 BODY=BINARYMIME
  bool utf8 = false;                     // RFC 6531 SMTPUTF8
  std::optional<std::int64_t> hold_for;  // RFC 4865, seconds from now
  std::optional<std::int64_t> by;        // RFC 2852, seconds from now
};

// What decides about parameters beside themselves.
struct ParameterTerms {
  const Options& options;
  const Store& store;  // for the time of day
  bool secure = false;
};

// RFC 4865 §4: what FUTURERELEASE announces.
inline constexpr std::int64_t kLongestHold = 30 * 24 * 3600;  // seconds
// RFC 2852 §4: the least by-time with mode R.
inline constexpr std::int64_t kLeastBy = 10;  // seconds

// Checks them, and says how they are to be refused: null if they are not.
const Reply* check_mail_parameters(const std::vector<Parameter>& parameters,
                                   const ParameterTerms& terms, MailParameters& found);
const Reply* check_rcpt_parameters(const std::vector<Parameter>& parameters,
                                   const ParameterTerms& terms);

}  // namespace mailrig::smtp
