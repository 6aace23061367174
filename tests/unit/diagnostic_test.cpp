#include "mail/diagnostic.hpp"

#include <gtest/gtest.h>

#include <set>

#include "mail/reading.hpp"

namespace mailrig {
namespace {

std::set<std::string> kinds(const std::string& mail) {
  std::set<std::string> out;
  const Reading reading = read_message(mail);
  for (const Diagnostic& each : reading.mime.diagnostics.all()) out.emplace(to_string(each.defect));
  return out;
}

const std::string right =
    "From: a@x.test\r\nDate: Mon, 23 Nov 2026 14:02:11 +0000\r\nMIME-Version: 1.0\r\n";

TEST(Diagnostics, AreNoneOfARightMail) {
  EXPECT_EQ(kinds(right + "Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\nx\r\n"
                          "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nZg==\r\n--b--\r\n"),
            std::set<std::string>{});
}

// Each kind has a mail that shows it, and no other if the mail is right in all else.
TEST(Diagnostics, HaveAMailForEachKind) {
  const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  const std::string base64 = "Content-Transfer-Encoding: base64\r\n\r\n";
  struct {
    const char* kind;
    std::string mail;
  } cases[] = {
      {"bare-lf", right + "\r\na\nb\r\n"},
      {"bare-cr", right + "\r\na\rb\r\n"},
      {"nul", right + "\r\na" + std::string(1, '\0') + "\r\n"},
      {"long-line", right + "\r\n" + std::string(999, 'x') + "\r\n"},
      {"empty-message", ""},
      {"no-header", right + mixed + "--b\r\nx\r\n--b--"},
      {"no-header-end", right + "x y\r\n"},
      {"not-a-field", right + "x y\r\nA: 1\r\n\r\n"},
      {"continuation-first", " x\r\n" + right + "\r\n"},
      {"bad-field-name", right + "A b: 1\r\n\r\n"},
      {"space-before-colon", right + "A : 1\r\n\r\n"},
      {"mbox-line", "From a@x Mon Nov 23\r\n" + right + "\r\n"},
      {"header-octets", right + "A: \xff\r\n\r\n"},
      {"header-utf8", right + "A: \xc3\xbc\r\n\r\n"},
      {"duplicate-field", right + "Date: Mon, 23 Nov 2026 14:02:11 +0000\r\n\r\n"},
      {"missing-from", "Date: Mon, 23 Nov 2026 14:02:11 +0000\r\n\r\n"},
      {"missing-date", "From: a@x.test\r\n\r\n"},
      {"bad-date", "From: a@x.test\r\nDate: tomorrow\r\n\r\n"},
      {"bad-address", right + "To: Bob <b@x.test\r\n\r\n"},
      {"bad-encoded-word", right + "Subject: =?utf-8?Q?x\r\n\r\n"},
      {"long-encoded-word", right + "Subject: =?utf-8?Q?" + std::string(80, 'x') + "?=\r\n\r\n"},
      {"unknown-word-charset", right + "Subject: =?x-odd?Q?x?=\r\n\r\n"},
      {"missing-mime-version",
       "From: a@x.test\r\nDate: Mon, 23 Nov 2026 14:02:11 +0000\r\nContent-Type: "
       "text/html\r\n\r\n"},
      {"bad-content-type", right + "Content-Type: text\r\n\r\n"},
      {"bad-parameter", right + "Content-Type: text/plain; odd\r\n\r\n"},
      {"duplicate-parameter", right + "Content-Type: text/plain; a=1; a=2\r\n\r\n"},
      {"parameter-gap", right + "Content-Type: text/plain; a*0=1; a*2=2\r\n\r\n"},
      {"encoded-word-in-parameter", right + "Content-Type: a/b; name=\"=?utf-8?Q?x?=\"\r\n\r\n"},
      {"missing-boundary", right + "Content-Type: multipart/mixed\r\n\r\n"},
      {"bad-boundary", right + "Content-Type: multipart/mixed; boundary=\"a*b\"\r\n\r\n--a*b--"},
      {"boundary-reused", right + mixed +
                              "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb--\r\n"
                              "--b--\r\n"},
      {"boundary-not-found", right + mixed + "x"},
      {"boundary-not-closed", right + mixed + "--b\r\n\r\nx"},
      {"encoded-container",
       right + "Content-Transfer-Encoding: base64\r\n" + mixed + "--b\r\n\r\nx\r\n--b--"},
      {"unknown-encoding", right + "Content-Transfer-Encoding: x-odd\r\n\r\nx"},
      {"octets-in-7bit", right + "Content-Type: text/plain; charset=utf-8\r\n\r\n\xc3\xbc"},
      {"bad-base64", right + base64 + "Zm9v*"},
      {"truncated-base64", right + base64 + "Zm9vY"},
      {"after-base64", right + base64 + "Zg==Zg=="},
      {"bad-quoted-printable", right + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ"},
      {"bad-uuencode", right + "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n"},
      {"unknown-charset", right + "Content-Type: text/plain; charset=x-odd\r\n\r\nx"},
      {"bad-charset-octets",
       right + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
               "\xff"},
      {"missing-charset", right + "Content-Transfer-Encoding: 8bit\r\n\r\n\xff"},
  };
  std::set<std::string> shown{"too-deep", "too-many-parts"};  // those are in mime_test
  for (const auto& c : cases) {
    EXPECT_TRUE(kinds(c.mail).contains(c.kind)) << c.kind;
    shown.insert(c.kind);
  }
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Defect::missing_charset); ++i) {
    const auto defect = static_cast<Defect>(i);
    EXPECT_TRUE(shown.contains(std::string(to_string(defect)))) << to_string(defect);
    EXPECT_FALSE(describe(defect).empty());
  }
}

TEST(Diagnostics, AreCountedByKindAndPartAndBounded) {
  Diagnostics diagnostics;
  for (std::size_t part = 0; part < 2'000; ++part)
    for (std::size_t i = 0; i < 3; ++i) diagnostics.add(Defect::bare_lf, part * 10 + i, part);
  EXPECT_EQ(diagnostics.all().size(), 1'000u);
  EXPECT_EQ(diagnostics.all()[7].count, 3u);
  EXPECT_EQ(diagnostics.all()[7].offset, 70u);
}

}  // namespace
}  // namespace mailrig
