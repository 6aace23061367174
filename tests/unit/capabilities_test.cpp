#include "smtp/capabilities.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

using Lines = std::vector<std::string>;

TEST(Capabilities, StandInOneOrder) {
  EXPECT_EQ(capabilities(10), (Lines{"PIPELINING", "SIZE 10", "8BITMIME", "ENHANCEDSTATUSCODES",
                                     "SMTPUTF8", "HELP"}));
}

TEST(Capabilities, AreRemovedReplacedAndAdded) {
  Lines lines{"PIPELINING", "SIZE 10", "HELP"};
  edit_capabilities(lines, {{true, "pipelining"}, {true, "AUTH"}, {false, "SIZE 1"}, {false, "X"}});
  EXPECT_EQ(lines, (Lines{"SIZE 1", "HELP", "X"}));
}

TEST(Capabilities, StandBehindTheNameInTheReply) {
  EXPECT_EQ(ehlo_reply("h.test", {"A", "B 1"}).octets, "250-h.test\r\n250-A\r\n250 B 1\r\n");
  EXPECT_EQ(ehlo_reply("h.test", {}).octets, "250 h.test\r\n");
}

}  // namespace
}  // namespace mailrig::smtp
