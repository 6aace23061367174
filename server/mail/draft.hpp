// A mail put together from what it is to say: RFC 5322, with MIME as in RFC 2045 to 2047, 2231 and
// 2387.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mail/date.hpp"
#include "mail/mailbox.hpp"

namespace mailrig {

struct Draft {
  struct Attachment {
    std::string file_name;  // UTF-8; may be empty
    std::string type;       // type/subtype, with parameters if need be
    std::string octets;
    std::string content_id;  // if it is not empty, the HTML shows it by cid:
  };

  std::vector<Mailbox> from, to, cc;
  std::optional<std::string> subject, text, html;  // UTF-8, line ends of any kind
  std::vector<Attachment> attachments;
  // More fields in order, UTF-8 without line ends. Date and Message-ID are made unless they are
  // here.
  std::vector<std::pair<std::string, std::string>> headers;
};

// The octets of the mail. ASCII but for addresses that are not; lines of at most 998 octets.
// `id`: what is unique in its Message-ID.
std::string compose(const Draft& draft, std::chrono::sys_seconds now, std::string_view id);

}  // namespace mailrig
