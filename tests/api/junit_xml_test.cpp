#include "json/junit_xml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig::json {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(JunitXml, HasACaseForEachExpectation) {
  ExpectationResult good, bad, lost;
  good.name = "good";
  bad.name = "bad";
  bad.verdict = Judgement::fail;
  bad.because = {"first reason", "second reason"};
  lost.name = "lost";
  lost.verdict = Judgement::error;
  lost.because = {"evicted"};
  const std::string xml = write_junit(
      {{"lost-ack", {junit_case(good, ""), junit_case(bad, "C: QUIT\n"), junit_case(lost, "")}}});
  EXPECT_THAT(xml, HasSubstr(R"(<testsuites tests="3" failures="1" errors="1">)"));
  EXPECT_THAT(xml, HasSubstr(R"(<testsuite name="lost-ack" tests="3" failures="1" errors="1">)"));
  EXPECT_THAT(xml, HasSubstr(R"(<testcase classname="lost-ack" name="good"/>)"));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"first reason\" type=\"fail\">first reason\n"
                             "second reason\n</failure>"));
  EXPECT_THAT(xml, HasSubstr("<system-out>C: QUIT\n</system-out>"));
  EXPECT_THAT(xml, HasSubstr(R"(<error message="evicted" type="error">)"));
}

TEST(JunitXml, IsValidWhateverTheOctets) {
  std::string all;
  for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
  all += "\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\xF0\x9F\x98\x80]]>";
  ExpectationResult result;
  result.name = all;
  result.verdict = Judgement::fail;
  result.because = {all};
  const std::string xml = write_junit({{all, {junit_case(result, all)}}});
  for (const char c : xml)
    EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20);
  EXPECT_THAT(xml, HasSubstr("\\x00\\x01"));
  EXPECT_THAT(xml, HasSubstr("\\xff"));
  EXPECT_THAT(xml, HasSubstr("\\xef\\xbf\\xbe"));
  EXPECT_THAT(xml, HasSubstr("\xF0\x9F\x98\x80]]&gt;"));
  EXPECT_THAT(xml, HasSubstr("&amp;"));
  EXPECT_THAT(xml, HasSubstr("&#10;")) << "line ends of an attribute survive";
  EXPECT_THAT(xml, Not(HasSubstr("]]>")));
}

}  // namespace
}  // namespace mailrig::json
