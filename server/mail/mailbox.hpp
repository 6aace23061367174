// Address lists in header fields: RFC 5322 §3.4 with its obsolete forms, groups and comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mail/diagnostic.hpp"

namespace mailrig {

struct Mailbox {
  std::string name;        // display name or comment, decoded, UTF-8; may be empty
  std::string address;     // without angle brackets, route, white space and comments; may be empty
  std::string group = {};  // name of the group it stands in; empty outside of groups

  bool operator==(const Mailbox&) const = default;
};

// The best reading of a raw From, To, Cc, … value: members of groups in place of the groups, and
// something for whatever is broken, which is noted (Defect::bad_address). Time is linear in `raw`.
std::vector<Mailbox> parse_mailboxes(std::string_view raw, const Notes& notes = {});

}  // namespace mailrig
