#include "session/reply.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Reply, RepeatsCodeAndEnhancedCodeOnEachLine) {
  EXPECT_EQ(Reply::parse("451 4.3.0 Not now").octets, "451 4.3.0 Not now\r\n");
  EXPECT_EQ(Reply::parse("451 4.3.0 one\ntwo\n").octets, "451-4.3.0 one\r\n451 4.3.0 two\r\n");
  EXPECT_EQ(Reply::parse("220 a\nb\nc").octets, "220-a\r\n220-b\r\n220 c\r\n");
  EXPECT_EQ(Reply::parse("250").octets, "250 \r\n");
  EXPECT_EQ(Reply::parse("250 2.1.0").octets, "250 2.1.0\r\n");
}

TEST(Reply, LeavesATextWithoutACodeAsItIs) {
  EXPECT_EQ(Reply::parse("hello").octets, "hello\r\n");
  EXPECT_EQ(Reply::parse("").octets, "\r\n");
  EXPECT_EQ(Reply::parse("2500 x").octets, "2500 x\r\n");
}

TEST(Reply, TakesOnlyACompleteEnhancedCodeForOne) {
  EXPECT_EQ(Reply::parse("250 2.1 a\nb").octets, "250-2.1 a\r\n250 b\r\n");
  EXPECT_EQ(Reply::parse("250 2.1.0a\nb").octets, "250-2.1.0a\r\n250 b\r\n");
}

TEST(Reply, IsMadeFromItsParts) {
  EXPECT_EQ(Reply::make(250, "2.1.5", "a\nb").octets, "250-2.1.5 a\r\n250 2.1.5 b\r\n");
  EXPECT_EQ(Reply::make(354, "", "go").octets, "354 go\r\n");
}

TEST(Reply, GoesByTheLastCompleteLine) {
  EXPECT_EQ(Reply::raw("220-a\r\n521 b\r\n").code(), 521);
  EXPECT_EQ(Reply::raw("250 a\r\n421 cut").code(), 250);
  EXPECT_EQ(Reply::raw("250 cut").code(), 0);
  EXPECT_EQ(Reply::raw("").severity(), 0);
  EXPECT_EQ(Reply::raw("250\r\n").severity(), 2);
  EXPECT_EQ(Reply::raw("250x\r\n").severity(), 0);
  EXPECT_EQ(Reply::raw("250 a\n").text(), "250 a");
  EXPECT_EQ(Reply::raw("250-a\r\n250 b\r\n").text(), "250-a\r\n250 b");
}

}  // namespace
}  // namespace mailrig
