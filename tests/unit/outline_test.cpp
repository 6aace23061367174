#include "mail/outline.hpp"

#include <gtest/gtest.h>

#include "mail/inspection.hpp"

namespace mailrig {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Outline, HasWhatAListShows) {
  const Outline outline = outline_of(
      "From: Ann <a@x.test>\r\nTo: b@y.test, c@y.test\r\nCc: d@y.test\r\nCc: e@y.test\r\n"
      "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: Mon, 23 Nov 2026 15:02:11 +0100\r\n\r\n"
      "Hello  Bob\n");
  EXPECT_EQ(outline.from.first.at(0).name, "Ann");
  EXPECT_EQ(outline.to.total, 2u);
  EXPECT_EQ(outline.cc.total, 2u);
  EXPECT_EQ(outline.subject, "Grüße");
  ASSERT_TRUE(outline.date);
  EXPECT_EQ(format_rfc3339(outline.date->time), "2026-11-23T14:02:11.000000Z");
  EXPECT_EQ(outline.snippet, "Hello Bob");
  EXPECT_EQ(outline.attachments, 0u);
  EXPECT_EQ(outline.findings, 2u);  // a Cc too many, a bare LF
  EXPECT_EQ(outline.kinds.at(0).defect, Defect::bare_lf);
}

TEST(Outline, IsBoundedWhateverTheMailIs) {
  const std::string mail = "From: \"" + repeated("ü", 100'000) +
                           "\" <a@x.test>\r\nTo: " + repeated("b@y.test,\r\n ", 100'000) +
                           "c@y.test\r\nSubject: " + repeated("long ", 100'000) + "\r\n\r\n";
  const Outline outline = outline_of(mail);
  EXPECT_EQ(outline.to.total, 100'001u);
  EXPECT_EQ(outline.to.first.size(), 50u);
  EXPECT_EQ(outline.from.first.at(0).name, repeated("ü", 500) + "…");
  EXPECT_LE(outline.subject->size(), 4'100u);
  EXPECT_LT(memory_of(outline), 20'000u);
}

TEST(Outline, IsWholeWithoutBounds) {
  const std::string mail = "To: " + repeated("b@y.test, ", 100) + "c@y.test\r\n\r\n";
  const Outline outline = outline_of(mail, inspect(mail), "", {SIZE_MAX, SIZE_MAX, SIZE_MAX});
  EXPECT_EQ(outline.to.first.size(), 101u);
}

}  // namespace
}  // namespace mailrig
