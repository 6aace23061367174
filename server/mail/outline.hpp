// What a list shows of a mail: all that has to be read from its octets for that. Bounded, whatever
// the mail is, unless the bounds are lifted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/date.hpp"
#include "mail/mailbox.hpp"
#include "mail/mime.hpp"

namespace mailrig {

struct Outline {
  struct Mailboxes {
    std::vector<Mailbox> first;
    std::size_t total = 0;
  };
  Mailboxes from, to, cc;              // of every such field
  std::optional<std::string> subject;  // decoded
  std::optional<Date> date;            // nothing if it cannot be read
  std::string snippet;
  std::size_t attachments = 0;
  std::size_t findings = 0;       // diagnostics: kinds of defects in each part
  std::vector<Diagnostic> kinds;  // as kinds_of() gives them
};

struct OutlineBounds {
  std::size_t addresses = 50;  // of each of from, to, cc
  std::size_t word = 1000;     // octets of a name or address, cut between characters
  std::size_t subject = 4096;  // octets, likewise
};

Outline outline_of(std::string_view message);
// The same of a mail that was inspected.
Outline outline_of(std::string_view message, const Mime& inspected, std::string snippet,
                   const OutlineBounds& bounds = {});

// About what it takes in memory.
std::size_t memory_of(const Outline& outline);

}  // namespace mailrig
