#include "mail/date.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

using namespace std::chrono_literals;

std::string utc(const char* raw) {
  const auto date = parse_date(raw);
  return date ? format_rfc3339(date->time) : "";
}

TEST(Date, IsRead) {
  struct {
    const char *raw, *utc;
  } cases[] = {
      {"Mon, 23 Nov 2026 14:02:11 +0000", "2026-11-23T14:02:11.000000Z"},
      {" Mon, 23 Nov 2026 14:02:11 +0130 (CET)\r\n", "2026-11-23T12:32:11.000000Z"},
      {"23 Nov 2026 14:02 -0800", "2026-11-23T22:02:00.000000Z"},
      {"1 jan 1970 00:00:00 -0000", "1970-01-01T00:00:00.000000Z"},
      {"Fri, 21 Nov 97 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06.000000Z"},
      {"1 Jan 49 0:00 GMT", "2049-01-01T00:00:00.000000Z"},
      {"1 Jan 50 0:00 UT", "1950-01-01T00:00:00.000000Z"},
      {"1 Jan 126 0:00 Z", "2026-01-01T00:00:00.000000Z"},
      {"1 Jan 2026 00:00 EST", "2026-01-01T05:00:00.000000Z"},
      {"1 Jan 2026 00:00 pdt", "2026-01-01T07:00:00.000000Z"},
      {"1 Jan 2026 00:00 CET", "2026-01-01T00:00:00.000000Z"},
      {"1 Jan 2026 00:00:00", "2026-01-01T00:00:00.000000Z"},
      {"29 Feb 2024 12:00 +0000", "2024-02-29T12:00:00.000000Z"},
      {"31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00.000000Z"},
      {"1 January 2026 00:00 +0000", "2026-01-01T00:00:00.000000Z"},
      {"Mon,\r\n 23 (a(b)) Nov 2026 14:02:11 +0000", "2026-11-23T14:02:11.000000Z"},
  };
  for (const auto& c : cases) EXPECT_EQ(utc(c.raw), c.utc) << c.raw;
}

TEST(Date, IsNothingIfItIsNoRealTime) {
  for (const char* raw : {"",
                          "Mon",
                          "yesterday",
                          "30 Feb 2026 00:00 +0000",
                          "29 Feb 2026 00:00 +0000",
                          "0 Jan 2026 00:00 +0000",
                          "32 Jan 2026 00:00 +0000",
                          "1 Foo 2026 00:00 +0000",
                          "1 Jan 1899 00:00 +0000",
                          "1 Jan 20266 00:00 +0000",
                          "1 Jan 2 00:00 +0000",
                          "1 Jan 2026 24:00 +0000",
                          "1 Jan 2026 00:60 +0000",
                          "1 Jan 2026 00:00:61 +0000",
                          "1 Jan 2026 0000 +0000",
                          "1 Jan 2026 00:00 +0060",
                          "1 Jan 2026 00:00 +000",
                          "1 Jan 2026 00:00 +00000",
                          "1 Jan 2026 :00 +0000",
                          "2026-01-01T00:00:00Z",
                          "(",
                          "1 (("})
    EXPECT_EQ(utc(raw), "") << raw;
}

TEST(Date, KeepsTheOffset) {
  EXPECT_EQ(parse_date("1 Jan 2026 00:00 +0530")->offset, 330min);
  EXPECT_EQ(parse_date("1 Jan 2026 00:00 -0830")->offset, -510min);
  EXPECT_EQ(parse_date("1 Jan 2026 00:00 MST")->offset, -420min);
}

TEST(Rfc3339, IsWrittenWithMicroseconds) {
  EXPECT_EQ(format_rfc3339(Microseconds(0us)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_rfc3339(Microseconds(1us)), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(format_rfc3339(Microseconds(-1us)), "1969-12-31T23:59:59.999999Z");
}

TEST(Rfc3339, IsReadWithAnyOffset) {
  struct {
    const char *text, *utc;
  } cases[] = {
      {"2026-11-23T14:02:11.482193Z", "2026-11-23T14:02:11.482193Z"},
      {"2026-11-23t14:02:11z", "2026-11-23T14:02:11.000000Z"},
      {"2026-11-23 14:02:11.5Z", "2026-11-23T14:02:11.500000Z"},
      {"2026-11-23T14:02:11.1234567899+02:00", "2026-11-23T12:02:11.123456Z"},
      {"2026-11-23T14:02:11-00:30", "2026-11-23T14:32:11.000000Z"},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000000Z"},
      {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
  };
  for (const auto& c : cases) {
    const auto time = parse_rfc3339(c.text);
    ASSERT_TRUE(time) << c.text;
    EXPECT_EQ(format_rfc3339(*time), c.utc);
  }
}

TEST(Rfc3339, IsNothingIfItIsBroken) {
  for (const char* text :
       {"", "2026", "2026-11-23", "2026-11-23T14:02Z", "2026-11-23T14:02:11",
        "2026-11-23T14:02:11.Z", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0200",
        "2026-01-01T00:00:00Zx", "26-01-01T00:00:00Z", "2026-1-01T00:00:00Z", "20260101T000000Z",
        "-026-01-01T00:00:00Z"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace mailrig
