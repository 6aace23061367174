// Every reader of mail/ on random octets of the characters it looks for: nothing may crash, and
// what comes out must be UTF-8. Meant to run under the sanitizers.
#include <gtest/gtest.h>

#include <cstdint>

#include "mail/address.hpp"
#include "mail/content_field.hpp"
#include "mail/date.hpp"
#include "mail/encoded_word.hpp"
#include "mail/encoding.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "mail/text.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

class Octets {
 public:
  std::string make(std::string_view alphabet) {
    std::string out;
    for (auto n = draw() % 60; n > 0; --n) {
      const auto pick = draw();
      out += pick % 8 == 0 ? static_cast<char>(pick >> 8) : alphabet[(pick >> 8) % alphabet.size()];
    }
    return out;
  }

 private:
  std::uint32_t draw() { return state_ = state_ * 1664525u + 1013904223u, state_ >> 4; }
  std::uint32_t state_ = 20261123;
};

TEST(HostileMail, NeverBreaksAReader) {
  Octets octets;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = octets.make("<>@\"\\a.b-:,[]IPv6:1 ");
    std::string_view rest = text;
    if (const auto path = parse_path(rest, {.allow_postmaster = true, .allow_empty = true})) {
      EXPECT_TRUE(text.ends_with(rest));
      EXPECT_TRUE(valid_utf8(path->address));
    } else {
      EXPECT_EQ(rest, text);
      EXPECT_FALSE(path.error().what.empty());
    }
    valid_address_literal("[" + text + "]");
    EXPECT_LE(domain_of(text).size(), text.size());
    for (const Mailbox& mailbox :
         parse_mailboxes(octets.make("<>@\"\\()a.b:;, =?utf-8?q?b?=\r\n"))) {
      EXPECT_TRUE(valid_utf8(mailbox.name));
      EXPECT_TRUE(valid_utf8(mailbox.address));
    }
    EXPECT_TRUE(valid_utf8(decode_header_text(octets.make("=?utf-8?qb?= \r\n"))));
    EXPECT_LE(parse_content_field(octets.make("a/;=\"\\( )")).parameters.size(), 60u);
    parse_date(octets.make("1 2:JanGMT+0(),\\"));
    parse_rfc3339(octets.make("0123-:TZ."));
    text = octets.make("=0Aab \r\n");
    EXPECT_LE(decode_quoted_printable(text).size(), text.size());
    EXPECT_LE(decode_base64(text).size(), text.size());
    const std::string message =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + octets.make("-b\r\nA: ");
    EXPECT_LE(count_attachments(read_mime(message)), 60u);
    if (const auto read = text_of(message)) {
      EXPECT_TRUE(valid_utf8(snippet(*read)));
    }
    EXPECT_LE(body_of(octets.make(": \r\n\t")).size(), 60u);
  }
}

}  // namespace
}  // namespace mailrig
