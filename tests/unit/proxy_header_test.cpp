#include "session/proxy_header.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

using State = ProxyHeader::State;
using namespace std::string_literals;

const std::string kSignature = "\r\n\r\n\0\r\nQUIT\n"s;
const std::string kFour = kSignature + "\x21\x11\0\x0c\xc0\0\x02\x01\xc0\0\x02\x02\xdc\x04\0\x19"s;

TEST(ProxyHeader, IsReadInVersion1) {
  const ProxyHeader header = parse_proxy_header("PROXY TCP6 2001:DB8::1 ::1 4711 25\r\nEHLO");
  ASSERT_EQ(header.state, State::complete) << header.why;
  EXPECT_EQ(header.length, 36u);
  EXPECT_EQ(header.source, "2001:db8::1");
  EXPECT_EQ(header.destination, "::1");
  EXPECT_EQ(header.source_port, 4711);
  EXPECT_EQ(header.destination_port, 25);
}

TEST(ProxyHeader, IsReadInVersion2) {
  const ProxyHeader header = parse_proxy_header(kFour + "EHLO");
  ASSERT_EQ(header.state, State::complete) << header.why;
  EXPECT_EQ(header.length, kFour.size());
  EXPECT_EQ(header.source, "192.0.2.1");
  EXPECT_EQ(header.source_port, 56324);
  EXPECT_EQ(header.destination_port, 25);
}

TEST(ProxyHeader, LeavesTheConnectionAsItIsWhereItSaysSo) {
  EXPECT_TRUE(parse_proxy_header("PROXY UNKNOWN\r\n").local);
  EXPECT_TRUE(parse_proxy_header("PROXY UNKNOWN ffff::1 x y z\r\n").local);
  EXPECT_TRUE(parse_proxy_header(kSignature + "\x20\0\0\0"s).local);
  EXPECT_TRUE(parse_proxy_header(kSignature + "\x21\x31\0\x02xx"s).local);
}

TEST(ProxyHeader, IsIncompleteOctetByOctetUntilItIsThere) {
  for (const std::string& whole : {kFour, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"s})
    for (std::size_t i = 0; i < whole.size(); ++i)
      EXPECT_EQ(parse_proxy_header(whole.substr(0, i)).state, State::incomplete) << i;
}

TEST(ProxyHeader, IsMalformedWhereTheSpecificationSaysSo) {
  for (const std::string& octets :
       {"EHLO c\r\n"s, "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n"s,
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n"s, "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n"s,
        "PROXY TCP4 ::1 192.0.2.2 1 2\r\n"s, "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n"s,
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n"s, "PROXY " + std::string(101, 'x'),
        kSignature + "\x11\x11\0\x0c"s, kSignature + "\x22\x11\0\x0c"s,
        kSignature + "\x21\x11\0\x04xxxx"s, kSignature + "\x21\x11\xff\xff"s})
    EXPECT_EQ(parse_proxy_header(octets).state, State::malformed) << octets;
}

}  // namespace
}  // namespace mailrig
