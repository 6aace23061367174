#include "session/network.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Network, ContainsAddresses) {
  EXPECT_TRUE(parse_network("192.0.2.0/24")->contains("192.0.2.255"));
  EXPECT_FALSE(parse_network("192.0.2.0/24")->contains("192.0.3.0"));
  EXPECT_TRUE(parse_network("192.0.2.77/25")->contains("192.0.2.1"));
  EXPECT_FALSE(parse_network("192.0.2.77/25")->contains("192.0.2.128"));
  EXPECT_TRUE(parse_network("::1")->contains("::1"));
  EXPECT_TRUE(parse_network("2001:db8::/32")->contains("2001:db8:ffff::1"));
  EXPECT_FALSE(parse_network("2001:db8::/32")->contains("2001:db9::"));
  EXPECT_TRUE(parse_network("192.0.2.1")->contains("::ffff:192.0.2.1"));
  EXPECT_FALSE(parse_network("::/0")->contains("no address"));
}

TEST(Network, RefusesWhatIsNone) {
  for (const char* text : {"", "x", "192.0.2.0/33", "192.0.2.0/", "192.0.2/24", "::1/129", "1/-1"})
    EXPECT_FALSE(parse_network(text)) << text;
}

TEST(Network, WritesEachAddressInOneWay) {
  EXPECT_EQ(canonical_ip("2001:DB8:0:0::0007"), "2001:db8::7");
  EXPECT_EQ(canonical_ip("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(canonical_ip("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  for (const char* text : {"", "192.0.2", "::1/128", "2001:db8::g"})
    EXPECT_FALSE(canonical_ip(text)) << text;
}

TEST(Network, KnowsLoopback) {
  EXPECT_TRUE(contains(loopback_networks(), "127.3.2.1"));
  EXPECT_TRUE(contains(loopback_networks(), "::1"));
  EXPECT_FALSE(contains(loopback_networks(), "192.0.2.1"));
}

}  // namespace
}  // namespace mailrig
