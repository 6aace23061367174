// A rig inside a test: it receives a mail, misbehaves on command, and says what came.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "mailrig/matchers.hpp"

using namespace mailrig::matchers;
using namespace std::chrono_literals;

// Signs somebody up: an app that sends one mail. 0 if that was taken.
int sign_up(const mailrig::Rig& rig, const std::string& address) {
  const std::string app =
      "printf 'Subject: Hi\\r\\n\\r\\nWelcome.\\r\\n' | curl -sS -T - --mail-from shop@b.test "
      "--mail-rcpt " +
      address + " smtp://127.0.0.1:" + std::to_string(rig.smtp_port());
  return std::system(app.c_str());
}

TEST(Signup, TriesAgainAndWelcomesOnce) {
  mailrig::RigOptions options;
  options.smtp_port = 0;                  // a free one
  options.http_port = mailrig::port_off;  // nobody asks over HTTP
  mailrig::Rig rig(options);
  rig.start();
  rig.arm(R"({"on": "rcpt", "nth": "1", "reply": "451 4.3.0 Try again later"})");
  EXPECT_NE(sign_up(rig, "a@b.test"), 0);
  EXPECT_THAT(rig, testing::Not(Received()));
  EXPECT_EQ(sign_up(rig, "a@b.test"), 0);
  EXPECT_THAT(rig, Received(To("a@b.test"), Subject("Hi")).times(1).within(5s));
  EXPECT_THAT(rig, Meets(R"({"transaction": {}, "per": ["to"], "outcome": ["451", "250"]})"));
  EXPECT_EQ(rig.messages().front().raw, "Subject: Hi\r\n\r\nWelcome.\r\n");
}

// What a matcher says when it does not hold.
std::string complaint(const mailrig::Rig& rig, const auto& matcher) {
  std::ostringstream out;
  EXPECT_FALSE(matcher.MatchAndExplain(rig, &out));
  return out.str();
}

TEST(Signup, SaysWhatIsMissingAndWhatCameClose) {
  mailrig::RigOptions options;
  options.smtp_port = 0;
  options.http_port = mailrig::port_off;
  mailrig::Rig rig(options);
  rig.start();
  EXPECT_EQ(sign_up(rig, "typo@b.test"), 0);
  using testing::HasSubstr;
  EXPECT_THAT(complaint(rig, Received(To("tpyo@b.test"))), HasSubstr("m1 came close"));
  EXPECT_THAT(complaint(rig, Meets(R"([{"name": "welcomed", "message": {"to": "tpyo@b.test"}}])")),
              HasSubstr("welcomed: nothing matched"));
  EXPECT_THROW(complaint(rig, Meets(R"({"mesage": {}})")), std::invalid_argument);
}
