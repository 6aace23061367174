#include "mail/plain.hpp"

#include <gtest/gtest.h>

#include "mail/text.hpp"

namespace mailrig {
namespace {

TEST(Plain, ShowsWhatPeopleReadWhereItLies) {
  const std::string mail =
      "Received: from a\r\n by b\r\nFROM: Ann <a@x.test>\r\nTo: b@y.test\r\nSubject:  Hi there \r\n"
      "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: "
      "8bit\r\n\r\nGrüße\r\n";
  const auto plain = read_plain(mail);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->headers,
            (std::vector<std::string_view>{"Ann <a@x.test>", "b@y.test", "Hi there"}));
  EXPECT_EQ(plain->body, "Grüße\r\n");
  EXPECT_EQ(plain->body, text_of(mail));
  EXPECT_GE(plain->body.data(), mail.data());
  const auto short_one = read_plain("Subject: x\r\n\r\nbody");
  ASSERT_TRUE(short_one);
  EXPECT_EQ(short_one->body, "body");
}

TEST(Plain, LeavesWhatHasToBeDecodedToTheReader) {
  for (const char* mail :
       {"Subject: =?utf-8?q?x?=\r\n\r\n", "Subject: a\r\n b\r\n\r\n", "Subject: Gr\xfc\xdf\r\n\r\n",
        "Content-Type: text/html\r\n\r\n", "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        "Content-Type: text/plain; charset=iso-8859-1\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n\r\naGk=\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n=41\r\n",
        "Content-Disposition: attachment\r\n\r\nx", "Subject: x\r\n\r\nGr\xfc\xdf e in no charset",
        "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n"})
    EXPECT_FALSE(read_plain(mail)) << mail;
}

}  // namespace
}  // namespace mailrig
