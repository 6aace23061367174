// Paths of MAIL and RCPT, domains and address literals: RFC 5321 §4.1.2, §4.1.3, with UTF-8 as in
// RFC 6531 §3.3. Lengths are those of RFC 5321 §4.5.3.1, in octets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mail/result.hpp"

namespace mailrig {

inline constexpr std::size_t max_domain = 255;

// The longest parts of a path that are taken.
struct PathLimits {
  std::size_t local_part = 64;
  std::size_t domain = max_domain;
  std::size_t whole = 256;  // with angle brackets, without a source route
};

struct PathRules {
  bool allow_utf8 = true;         // RFC 6531: UTF-8 in local part and domain
  bool allow_postmaster = false;  // `<postmaster>` without a domain, in RCPT
  bool allow_empty = false;       // `<>`, in MAIL
  PathLimits limits = {};
};

// All of it as sent, and views into what was parsed.
struct Path {
  std::string_view address;  // the mailbox, without angle brackets and source route
  std::string_view local;    // with its quotes
  std::string_view domain;   // with brackets if it is a literal; empty for <> and <postmaster>
  bool non_ascii = false;
  std::string_view route = {};  // source route without its colon: `@a.test,@b.test`
};

// Consumes `<...>` from the front of `rest`, so that parameters are left; leaves `rest` unchanged
// on error. The error says what is wrong, for the text of a 501 or 553 reply.
Result<Path> parse_path(std::string_view& rest, const PathRules& rules);

// What stands after the last @ that is not quoted; empty if there is none.
std::string_view domain_of(std::string_view address);

// Dot-separated labels of letters, digits and inner hyphens (or UTF-8, RFC 6531 §3.3), at most 255
// octets in all.
bool valid_domain(std::string_view domain);

// `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `[tag:content]`, with the brackets.
bool valid_address_literal(std::string_view literal);

}  // namespace mailrig
