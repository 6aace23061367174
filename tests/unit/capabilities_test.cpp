#include "smtp/capabilities.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

Reply planned() { return Reply::parse("250 h.test\nPIPELINING\nSIZE 10\nHELP"); }

TEST(Capabilities, StandInOneOrderBehindTheName) {
  Options options;
  options.hostname = "h.test";
  options.limits.message = 10;
  const std::string first = ehlo_reply(options, {}).octets;
  EXPECT_TRUE(first.starts_with("250-h.test\r\n250-PIPELINING\r\n250-SIZE 10\r\n")) << first;
  EXPECT_TRUE(first.ends_with("\r\n250 HELP\r\n")) << first;
  EXPECT_EQ(ehlo_reply(options, {}).octets, first);
}

TEST(Capabilities, AreNotOfferedOnceSwitchedOff) {
  Options options;
  for (const std::string& keyword : extension_keywords())
    options.extensions.set(*parse_extension(keyword), false);
  options.auth.accept = AuthPolicy::Accept::off;
  options.hostname = "h.test";
  EXPECT_EQ(ehlo_reply(options, {true, true, {}}).octets, "250 h.test\r\n");
}

TEST(Capabilities, AreRemovedReplacedAndAdded) {
  EXPECT_EQ(
      edit_ehlo(
          planned(),
          {{true, "pipelining"}, {true, "AUTH"}, {false, "SIZE 1"}, {false, "X"}, {true, "h.test"}})
          .octets,
      "250-h.test\r\n250-SIZE 1\r\n250-HELP\r\n250 X\r\n");
}

TEST(Capabilities, OfARefusalAreNone) {
  EXPECT_EQ(edit_ehlo(Reply::parse("503 no"), {{false, "X"}}).octets, "503 no\r\n");
}

}  // namespace
}  // namespace mailrig::smtp
