#include "mail/code.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Codes, StandWhereCodesStand) {
  struct {
    const char *text, *codes;
  } cases[] = {
      {"", ""},
      {"Your code is 493817.", "493817"},
      {"Code: 4938", "4938"},
      {"493 817 is your login code", "493817"},
      {"G-493817 is your code", "493817"},
      {"Your code:\n\n  *7QX4K2*\n", "7QX4K2"},
      {"Your code:\n\nABCD-EFGH\n", "ABCD-EFGH"},
      {"Use PIN 8842 at the door", "8842"},
      {"OTP=no; OTP: 123456", "123456"},
      {"Ihr Bestätigungscode: 123-456", "123456"},
      {"验证码：8813", "8813"},
      {"The code is 12 34 56 and the code is 12 34 56", "123456"},
      // what is none
      {"493817", ""},
      {"Your code is on its way", ""},
      {"Your code expires in 1440 minutes", ""},
      {"Your code expires on 24 November 2026", ""},
      {"Your code was requested on 2026-11-23 at 14:02:11", ""},
      {"Promo code: SAVE2026", ""},
      {"zip code 90210", ""},
      {"Error code 5003", ""},
      {"code for order 448812", ""},
      {"The code costs $1234 or 1234.50", ""},
      {"See https://x.test/code/493817 for the code", ""},
      {"code 123", ""},
      {"code 12345678901", ""},
      {"Never share this code. Call 0301234567", ""},
  };
  for (const auto& c : cases) {
    std::string codes;
    for (const std::string& each : codes_in(c.text)) codes += (codes.empty() ? "" : " ") + each;
    EXPECT_EQ(codes, c.codes) << c.text;
  }
}

TEST(Codes, AreBounded) {
  std::string text;
  for (int i = 1000; i < 9000; ++i) text += "code: " + std::to_string(i) + "7\n";
  EXPECT_EQ(codes_in(text).size(), 100u);
}

}  // namespace
}  // namespace mailrig
