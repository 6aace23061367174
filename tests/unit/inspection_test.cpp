#include "mail/inspection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string right =
    "From: a@x.test\r\nDate: Mon, 23 Nov 2026 14:02:11 +0000\r\nMIME-Version: 1.0\r\n";

TEST(Inspection, FindsNothingInARightMail) {
  EXPECT_THAT(defects_of(right + "\r\nhello\r\n"), IsEmpty());
}

TEST(Inspection, NamesEachKindOnceInTheOrderOfTheTable) {
  EXPECT_THAT(defects_of(right + "Date: tomorrow\r\n\r\na\nb\nc\rd\r\n"),
              ElementsAre("bare-lf", "bare-cr", "duplicate-field", "bad-date"));
}

TEST(Inspection, CountsAKindOverAllParts) {
  const Mime mime = inspect(right +
                            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                            "--b\r\n\r\n\xff\r\n--b\r\n\r\n\xfe\r\n--b--\r\n");
  const auto kinds = kinds_of(mime.diagnostics);
  ASSERT_EQ(kinds.size(), 2u);
  EXPECT_EQ(kinds[0].defect, Defect::octets_in_7bit);
  EXPECT_EQ(kinds[0].count, 2u);
  EXPECT_EQ(kinds[0].part, 1u);
  EXPECT_EQ(kinds[1].defect, Defect::missing_charset);
}

TEST(Inspection, TellsOfEachPartWhatItHolds) {
  std::vector<std::string> told;
  inspect(right +
              "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
              "--b\r\n\r\nhi\r\n--b\r\nContent-Type: image/png\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n",
          [&](const Mime&, InspectedPart&& part) {
            told.push_back(std::to_string(part.index) + ": " + std::to_string(part.size) + " " +
                           part.text.value_or("(no text)"));
          });
  EXPECT_EQ(told[1], "1: 2 hi");
  EXPECT_EQ(told[2], "2: 3 (no text)");
}

TEST(Inspection, PlacesAnEncodedWordWhereItBegins) {
  const std::string mail = right + "Subject: odd =?utf-8?Q?x\r\n\r\n";
  const auto kinds = kinds_of(inspect(mail).diagnostics);
  ASSERT_EQ(kinds.size(), 1u);
  EXPECT_EQ(kinds[0].offset, mail.find("=?"));
}

}  // namespace
}  // namespace mailrig
