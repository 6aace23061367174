#include "mail/address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mailrig {
namespace {

using testing::HasSubstr;

const std::string local64(64, 'a');
const std::string domain255 = std::string(126, 'b') + "." + std::string(128, 'b');

struct Parsed {
  std::string address, local, domain, rest;
};

// The fault, or "" with `out` filled.
std::string parse(std::string_view text, PathRules rules, Parsed& out) {
  std::string_view rest = text;
  const auto path = parse_path(rest, rules);
  if (!path) {
    EXPECT_EQ(rest, text) << "rest must not change on error";
    return path.error().what;
  }
  out = {std::string(path->address), std::string(path->local), std::string(path->domain),
         std::string(rest)};
  return "";
}

std::string fault(std::string_view text, PathRules rules = {}) {
  Parsed out;
  return parse(text, rules, out);
}

TEST(Path, SplitsAMailbox) {
  struct {
    const char* text;
    Parsed expected;
  } cases[] = {
      {"<a@b>", {"a@b", "a", "b", ""}},
      {"<a@b.test> SIZE=5", {"a@b.test", "a", "b.test", " SIZE=5"}},
      {"<a@b>x", {"a@b", "a", "b", "x"}},
      {"<a.b+c=d/e!#$%&'*-?^_`{|}~@x-1.test>",
       {"a.b+c=d/e!#$%&'*-?^_`{|}~@x-1.test", "a.b+c=d/e!#$%&'*-?^_`{|}~", "x-1.test", ""}},
      {"<\"a b\"@x>", {"\"a b\"@x", "\"a b\"", "x", ""}},
      {"<\"a@>\\\"\\\\ \"@x>", {"\"a@>\\\"\\\\ \"@x", "\"a@>\\\"\\\\ \"", "x", ""}},
      {"<\"\"@x>", {"\"\"@x", "\"\"", "x", ""}},
      {"<a@[127.0.0.1]>", {"a@[127.0.0.1]", "a", "[127.0.0.1]", ""}},
      {"<a@[IPv6:::1]>", {"a@[IPv6:::1]", "a", "[IPv6:::1]", ""}},
      {"<a@[x-y:z@>]>", {"a@[x-y:z@>]", "a", "[x-y:z@>]", ""}},
      {"<@r.test:a@b>", {"a@b", "a", "b", ""}},
      {"<@r.test,@s:\"q\"@b>", {"\"q\"@b", "\"q\"", "b", ""}},
      {"<1@2.3>", {"1@2.3", "1", "2.3", ""}},
  };
  for (const auto& c : cases) {
    Parsed out;
    EXPECT_EQ(parse(c.text, {}, out), "") << c.text;
    EXPECT_EQ(out.address, c.expected.address);
    EXPECT_EQ(out.local, c.expected.local);
    EXPECT_EQ(out.domain, c.expected.domain);
    EXPECT_EQ(out.rest, c.expected.rest);
  }
}

TEST(Path, KeepsASourceRouteApart) {
  std::string_view rest = "<@r.test,@s:a@b>";
  EXPECT_EQ(parse_path(rest, {})->route, "@r.test,@s");
  rest = "<a@b>";
  EXPECT_EQ(parse_path(rest, {})->route, "");
}

TEST(Path, NamesTheFault) {
  struct {
    std::string text;
    const char* fault;
  } cases[] = {
      {"", "not in angle brackets"},
      {"a@b", "not in angle brackets"},
      {" <a@b>", "not in angle brackets"},
      {"<", "the local part is empty"},
      {"<>", "null path"},
      {"<@b>", "source route"},
      {"<@b:>", "the local part is empty"},
      {"<@b a@c>", "has a space where a comma or colon belongs"},
      {"<@b", "does not end in a colon"},
      {"<@b,c:d@e>", "not a list of @domain"},
      {"<@-b:d@e>", "source route: a label of the domain begins with a hyphen"},
      {"<a>", "no @domain"},
      {"<postmaster>", "no @domain"},
      {"<a", "no closing >"},
      {"<a@", "the domain is empty"},
      {"<a@>", "the domain is empty"},
      {"<a@b", "no closing >"},
      {"<.a@b>", "begins with a dot"},
      {"<a.@b>", "ends in a dot"},
      {"<a..b@c>", "two dots in a row"},
      {"<a b@c>", "the local part has a space, which must be quoted"},
      {"<a,b@c>", "the local part has \",\""},
      {std::string("<a\0b@c>", 7), "octet 0x00"},
      {"<a@b@c>", "the domain has \"@\""},
      {"<a@b c>", "the domain has a space"},
      {"<a@b_c>", "the domain has \"_\""},
      {"<a@b..c>", "empty label"},
      {"<a@.b>", "empty label"},
      {"<a@b.>", "ends in a dot"},
      {"<a@-b>", "begins with a hyphen"},
      {"<a@b-.c>", "ends in a hyphen"},
      {"<a@b->", "ends in a hyphen"},
      {"<\"a@b>", "no closing quote"},
      {"<\"a\\", "no closing quote"},
      {"<\"a\nb\"@c>", "control character, octet 0x0A"},
      {"<\"a\"b@c>", "the local part has \"b\""},
      {"<a@[1.2.3.4>", "no closing bracket"},
      {"<a@[1.2.3]>", "address literal is not of the form"},
      {"<a@[1.2.3.4]x>", "the address literal is followed by \"x\""},
      {"<a\xff@b>", "the local part is not valid UTF-8"},
      {"<\"\xff\"@b>", "the quoted local part is not valid UTF-8"},
      {"<a@b\xc3>", "the domain is not valid UTF-8"},
      {"<" + local64 + "a@b>", "the local part is longer than 64 octets"},
      {"<a@" + domain255 + "b>", "the domain is longer than 255 octets"},
      {"<a@" + domain255 + ">", "the path is longer than 256 octets"},
  };
  for (const auto& c : cases) EXPECT_THAT(fault(c.text), HasSubstr(c.fault)) << c.text;
}

TEST(Path, TakesTheLongestPartsAllowed) {
  EXPECT_EQ(fault("<" + local64 + "@b>"), "");
  EXPECT_EQ(fault("<\"" + local64.substr(2) + "\"@b>"), "");
  EXPECT_NE(fault("<\"" + local64 + "\"@b>"), "");
  EXPECT_EQ(fault("<a@" + domain255.substr(0, 252) + ">"), "");
  EXPECT_NE(fault("<a@" + domain255.substr(0, 253) + ">"), "");
}

TEST(Path, TakesTheNullPathOnlyWhereAllowed) {
  Parsed out;
  EXPECT_EQ(parse("<> BODY=8BITMIME", {.allow_empty = true}, out), "");
  EXPECT_EQ(out.address, "");
  EXPECT_EQ(out.rest, " BODY=8BITMIME");
}

TEST(Path, TakesPostmasterWithoutADomainOnlyWhereAllowed) {
  Parsed out;
  EXPECT_EQ(parse("<PostMaster>", {.allow_postmaster = true}, out), "");
  EXPECT_EQ(out.address, "PostMaster");
  EXPECT_EQ(out.domain, "");
  EXPECT_THAT(fault("<hostmaster>", {.allow_postmaster = true}), HasSubstr("no @domain"));
}

TEST(Path, TakesUtf8OnlyWhereAllowedAndTells) {
  for (const char* text : {"<d\xc3\xb6rte@s\xc3\xb6rensen.test>", "<a@\xe4\xbe\x8b.test>",
                           "<\"\xc3\xb6 \"@b>", "<@\xc3\xb6:a@b>"}) {
    std::string_view rest = text;
    const auto path = parse_path(rest, {});
    ASSERT_TRUE(path) << text << path.error().what;
    EXPECT_TRUE(path->non_ascii);
    EXPECT_THAT(fault(text, {.allow_utf8 = false}), HasSubstr("need SMTPUTF8"));
  }
  std::string_view rest = "<a@b>";
  EXPECT_FALSE(parse_path(rest, {.allow_utf8 = false})->non_ascii);
}

TEST(Domain, FollowsTheGrammar) {
  for (const char* good : {"a", "a.b", "a-b.c", "1.2", "x--y", "EXAMPLE.test",
                           "b\xc3\xbc"
                           "cher.test"})
    EXPECT_TRUE(valid_domain(good)) << good;
  EXPECT_TRUE(valid_domain(domain255));
  for (const char* bad :
       {"", ".", "a.", ".a", "a..b", "-a", "a-", "a-.b", "a_b", "a b", "[1.2.3.4]", "a@b", "b\xc3"})
    EXPECT_FALSE(valid_domain(bad)) << bad;
  EXPECT_FALSE(valid_domain(domain255 + "b"));
}

TEST(AddressLiteral, FollowsTheGrammar) {
  for (const char* good :
       {"[1.2.3.4]", "[255.255.255.255]", "[001.02.3.0]", "[IPv6:1:2:3:4:5:6:7:8]", "[ipv6:::]",
        "[IPv6:::1]", "[IPv6:1::]", "[IPv6:2001:DB8::a:b]", "[IPv6:1:2:3:4:5:6::]",
        "[IPv6:::ffff:1.2.3.4]", "[IPv6:::1.2.3.4]", "[IPv6:1:2:3:4:5:6:1.2.3.4]",
        "[IPv6:1:2:3:4::1.2.3.4]", "[tag:x]", "[a-b:!~]"})
    EXPECT_TRUE(valid_address_literal(good)) << good;
  for (const char* bad : {"",
                          "[]",
                          "[",
                          "]",
                          "1.2.3.4",
                          "[1.2.3]",
                          "[1.2.3.4.5]",
                          "[256.1.1.1]",
                          "[1.2.3.0004]",
                          "[1..2.3]",
                          "[1.2.3.4",
                          "[::1]",
                          "[IPv6:]",
                          "[IPv6:1]",
                          "[IPv6:1:2:3:4:5:6:7]",
                          "[IPv6:1:2:3:4:5:6:7:8:9]",
                          "[IPv6:1:2:3:4:5:6:7::]",
                          "[IPv6:1::2::3]",
                          "[IPv6:12345::]",
                          "[IPv6:1:]",
                          "[IPv6::1]",
                          "[IPv6:g::]",
                          "[IPv6:1:2:3:4:5::1.2.3.4]",
                          "[IPv6:::1.2.3.4:1]",
                          "[IPv6:1:2:3:4:5:6:7:1.2.3.4]",
                          "[:x]",
                          "[tag:]",
                          "[tag-:x]",
                          "[t g:x]",
                          "[tag:a b]",
                          "[tag:[]",
                          "[tag:\\]"})
    EXPECT_FALSE(valid_address_literal(bad)) << bad;
}

TEST(DomainOf, IsWhatFollowsTheLastUnquotedAt) {
  struct {
    const char *address, *domain;
  } cases[] = {{"a@b", "b"},   {"a", ""},          {"", ""},
               {"a@", ""},     {"\"a@b\"@c", "c"}, {"\"a\\\"@b\"@c", "c"},
               {"a@b@c", "c"}, {"@r:a@b", "b"},    {"a@[IPv6:::1]", "[IPv6:::1]"},
               {"\"a@b", ""}};
  for (const auto& c : cases) EXPECT_EQ(domain_of(c.address), c.domain) << c.address;
}

}  // namespace
}  // namespace mailrig
