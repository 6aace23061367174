// The octets of a mail that prove a defect, as text that can be read and pasted.
#pragma once

#include <string>
#include <string_view>

#include "mail/diagnostic.hpp"

namespace mailrig::lint {

// Printable US-ASCII as it is, a backslash doubled, else \r \n \t and \x00.
struct Proof {
  std::string before;  // at most 48 octets
  std::string octets;  // the offence itself, at most 160; empty where something is missing
  std::string after;   // at most 48 octets, or 160 where something is missing
};

Proof proof_of(std::string_view message, const Diagnostic& diagnostic);

std::string visible(std::string_view octets);

}  // namespace mailrig::lint
