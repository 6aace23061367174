#include "session/sasl.hpp"

#include <gtest/gtest.h>

#include "session/sasl_hash.hpp"
#include "session/sasl_text.hpp"

namespace mailrig::sasl {
namespace {

using Kind = Step::Kind;

Users users(std::string_view text) { return *parse_users(text); }

TEST(Sasl, ComputesTheDigestOfRfc2195) {
  EXPECT_EQ(
      encode_hex(hmac(Hash::md5, "tanstaaftanstaaf", "<1896.697170952@postoffice.reston.mci.net>")),
      "b913a602c7eda7a495b4e6e7334d3890");
}

// RFC 5802 §3 with the values of §5; RFC 7677 §3.
TEST(Sasl, ComputesTheProofsOfTheScramRfcs) {
  const auto proof = [](Hash which, std::string_view salt, std::string_view nonce) {
    const std::string client =
        which == Hash::sha_256 ? "rOprNGfwEbeRWgbNEkqO" : "fyko+d2lbbFgONRv9qkxdawL";
    const std::string text = "n=user,r=" + client + ",r=" + std::string(nonce) +
                             ",s=" + std::string(salt) + ",i=4096,c=biws,r=" + std::string(nonce);
    const std::string salted = stretch(which, "pencil", *decode_base64(salt), 4096);
    const std::string key = hmac(which, salted, "Client Key");
    const std::string signature = hmac(which, hash(which, key), text);
    std::string out = key;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<char>(out[i] ^ signature[i]);
    return out;
  };
  EXPECT_EQ(proof(Hash::sha_1, "QSXCR+Q6sek8bf92", "fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j"),
            decode_base64("v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
  EXPECT_EQ(proof(Hash::sha_256,
                  "W22ZaJ0SNY7soEsUEjb6gQ==", "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"),
            decode_base64("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
}

struct PlainCase {
  std::string name, response;
  Kind kind;
};

class PlainTable : public testing::TestWithParam<PlainCase> {};

TEST_P(PlainTable, IsChecked) {
  const Users known = users("tim:tanstaaftanstaaf");
  const auto exchange = begin(Mechanism::plain, {&known, "h", "n"});
  EXPECT_EQ(exchange->start(GetParam().response).kind, GetParam().kind);
}

using namespace std::string_literals;
INSTANTIATE_TEST_SUITE_P(
    Rfc4616, PlainTable,
    testing::Values(PlainCase{"right", "\0tim\0tanstaaftanstaaf"s, Kind::succeeded},
                    PlainCase{"as_itself", "tim\0tim\0tanstaaftanstaaf"s, Kind::succeeded},
                    PlainCase{"as_another", "Ursel\0tim\0tanstaaftanstaaf"s, Kind::failed},
                    PlainCase{"wrong", "\0tim\0x"s, Kind::failed},
                    PlainCase{"nobody", "\0tom\0x"s, Kind::failed},
                    PlainCase{"one_nul", "tim\0x"s, Kind::malformed},
                    PlainCase{"three_nuls", "\0tim\0x\0"s, Kind::malformed},
                    PlainCase{"no_user", "\0\0x"s, Kind::malformed},
                    PlainCase{"no_password", "\0tim\0"s, Kind::malformed},
                    PlainCase{"no_utf8", "\0t\xff\0x"s, Kind::malformed},
                    PlainCase{"empty", "", Kind::malformed}),
    [](const testing::TestParamInfo<PlainCase>& row) { return row.param.name; });

TEST(Sasl, TakesAnyCredentialsWithoutUsers) {
  EXPECT_EQ(begin(Mechanism::plain, {nullptr, "h", "n"})->start("x\0any\0thing"s).user, "any");
  const auto cram = begin(Mechanism::cram_md5, {nullptr, "h", "n"});
  EXPECT_EQ(cram->start(std::nullopt).challenge, "<n@h>");
  EXPECT_EQ(cram->respond("a b 0123456789abcdef0123456789abcdef").user, "a b");
}

TEST(Sasl, RefusesDigestsOfAnotherForm) {
  for (const char* response : {"", "bob", "bob 0123", " 0123456789abcdef0123456789abcdef",
                               "bob 0123456789ABCDEF0123456789ABCDEF"}) {
    const auto cram = begin(Mechanism::cram_md5, {nullptr, "h", "n"});
    cram->start(std::nullopt);
    EXPECT_EQ(cram->respond(response).kind, Kind::malformed) << response;
  }
}

TEST(Sasl, RefusesAUserFileWithTheLineThatIsWrong) {
  const auto why = [](std::string_view text) {
    const auto read = parse_users(text);
    return read ? std::to_string(read->size()) : read.error().what;
  };
  EXPECT_EQ(why("# users\n\nbob:p:q\r\nal:x\n"), "2");
  EXPECT_EQ(why("bob:x\nal\n"), "line 2: no colon; a line is user:password");
  EXPECT_EQ(why(":x"), "line 1: no user before the colon; a line is user:password");
  EXPECT_EQ(why("bob:"), "line 1: no password behind the colon; a line is user:password");
  EXPECT_EQ(why("bob:x\nbob:y"),
            "line 2: user \"bob\" stands there twice; a line is user:password");
  EXPECT_EQ(*users("bob:p:q").password_of("bob"), "p:q");
  EXPECT_NE(users("\xef\xbb\xbf"
                  "bob:p")
                .password_of("bob"),
            nullptr);
  for (const char* nobody : {"", "# bob:p\n\n"}) EXPECT_FALSE(parse_users(nobody)) << nobody;
}

TEST(Sasl, DecodesStrictBase64Only) {
  EXPECT_EQ(decode_base64("dGVzdA=="), "test");
  EXPECT_EQ(decode_base64(""), "");
  for (const char* text : {"dGVzdA", "dGVzdA=", "=AAA", "AAA=BBB=", "dGV zdA=", "d===", "-_AA"})
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
}

TEST(Sasl, DecodesNames) {
  EXPECT_EQ(decode_name("a=2Cb=3Dc"), "a,b=c");
  EXPECT_EQ(decode_name("a=2c"), std::nullopt);
  EXPECT_EQ(decode_name("a="), std::nullopt);
}

TEST(Sasl, MakesNoncesThatDifferUnlessTheyAreForetold) {
  EXPECT_NE(make_nonce("", 1), make_nonce("", 1));
  EXPECT_EQ(make_nonce("x", 1), make_nonce("x", 1));
  EXPECT_NE(make_nonce("x", 1), make_nonce("x", 2));
}

}  // namespace
}  // namespace mailrig::sasl
