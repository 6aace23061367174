// A rig inside a test: it receives a mail, misbehaves on command, and says what came.
#include <gtest/gtest.h>

#include <cstdlib>

#include "mailrig/matchers.hpp"

using namespace mailrig::matchers;
using namespace std::chrono_literals;

TEST(Signup, TriesAgainAndWelcomesOnce) {
  mailrig::RigOptions options;
  options.smtp_port = 0;                  // a free one
  options.http_port = mailrig::port_off;  // nobody asks over HTTP
  mailrig::Rig rig(options);
  rig.start();
  rig.arm(R"({"on": "rcpt", "nth": "1", "reply": "451 4.3.0 Try again later"})");
  const std::string signup =
      "printf 'Subject: Hi\\r\\n\\r\\nWelcome.\\r\\n' | curl -sS -T - --mail-from shop@b.test "
      "--mail-rcpt a@b.test smtp://127.0.0.1:" +
      std::to_string(rig.smtp_port());
  EXPECT_NE(std::system(signup.c_str()), 0);
  EXPECT_THAT(rig, testing::Not(Received()));
  EXPECT_EQ(std::system(signup.c_str()), 0);
  EXPECT_THAT(rig, Received(To("a@b.test"), Subject("Hi")).times(1).within(5s));
  EXPECT_EQ(rig.messages().front().raw, "Subject: Hi\r\n\r\nWelcome.\r\n");
}
