#include "lint/proof.hpp"

#include <gtest/gtest.h>

#include "mail/inspection.hpp"

namespace mailrig::lint {
namespace {

const std::string right =
    "From: a@x.test\r\nDate: Mon, 23 Nov 2026 14:02:11 +0000\r\nMIME-Version: 1.0\r\n";

// The octets that are to blame for the first defect of that kind.
std::string offence(const std::string& mail, std::string_view kind) {
  for (const Diagnostic& each : kinds_of(inspect(mail).diagnostics))
    if (to_string(each.defect) == kind) return proof_of(mail, each).octets;
  return "(there is no " + std::string(kind) + ")";
}

TEST(Proof, MarksWhatIsToBlame) {
  const std::string mixed = "Content-Type: multipart/mixed; boundary=\"a*b\"\r\n\r\n";
  const struct {
    const char* kind;
    std::string mail, octets;
  } cases[] = {
      {"bare-lf", right + "\r\na\nb\r\n", "\\n"},
      {"bare-cr", right + "\r\na\rb\r\n", "\\r"},
      {"nul", right + "\r\na" + std::string(1, '\0') + "\r\n", "\\x00"},
      {"long-line", right + "\r\n" + std::string(999, 'x') + "\r\n", std::string(160, 'x')},
      {"not-a-field", right + "x y\r\nA: 1\r\n\r\n", "x y"},
      {"header-utf8", right + "A: \xc3\xbc\r\n more\r\n\r\n", "A: \\xc3\\xbc\\r\\n more"},
      {"bad-date", "From: a@x.test\r\nDate: tomorrow\r\n\r\n", "Date: tomorrow"},
      {"bad-encoded-word", right + "Subject: a =?utf-8?Q?x b\r\n\r\n", "=?utf-8?Q?x"},
      {"missing-date", "From: a@x.test\r\n\r\n", ""},
      {"bad-boundary", right + mixed + "--a*b--",
       "Content-Type: multipart/mixed; boundary=\"a*b\""},
      {"unknown-encoding", right + "A: b\r\nContent-Transfer-Encoding: x-odd\r\n\r\nx",
       "Content-Transfer-Encoding: x-odd"},
      {"missing-charset", right + "\r\nab\xff", "\\xff"},
      {"bad-quoted-printable", right + "Content-Transfer-Encoding: quoted-printable\r\n\r\na =ZZ b",
       "=ZZ"},
      {"empty-message", "", ""},
  };
  for (const auto& each : cases) EXPECT_EQ(offence(each.mail, each.kind), each.octets) << each.kind;
}

TEST(Proof, ShowsWhatStandsAround) {
  const std::string mail = right + "\r\nfirst \\ line\tof it\nsecond\r\n";
  const auto proof = proof_of(mail, {Defect::bare_lf, 0, mail.find("\nsecond"), 1});
  EXPECT_EQ(proof.before, "1 +0000\\r\\nMIME-Version: 1.0\\r\\n\\r\\nfirst \\\\ line\\tof it");
  EXPECT_EQ(proof.octets, "\\n");
  EXPECT_EQ(proof.after, "second\\r\\n");
}

TEST(Proof, StaysWithinTheMail) {
  for (std::size_t kind = 0; kind < defect_names().size(); ++kind)
    for (const std::size_t offset : {std::size_t{0}, std::size_t{3}, std::size_t{9'999}}) {
      const auto proof = proof_of("abc", {static_cast<Defect>(kind), 0, offset, 1});
      EXPECT_LE(proof.before.size() + proof.octets.size() + proof.after.size(), 3u) << kind;
    }
}

}  // namespace
}  // namespace mailrig::lint
