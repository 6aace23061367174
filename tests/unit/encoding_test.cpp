#include "mail/encoding.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

struct Case {
  std::string text, octets;
};

TEST(Base64, DecodesWhatItCan) {
  const Case cases[] = {
      {"", ""},
      {"Zg==", "f"},
      {"Zm8=", "fo"},
      {"Zm9v", "foo"},
      {"Zm9vYmFy", "foobar"},
      {"Zm9v\r\nYmFy\r\n", "foobar"},
      {"Zm9", "fo"},
      {"Zg", "f"},
      {"Z", ""},
      {"Z!m-9v", "foo"},
      {"Zg==Zg==", "ff"},
      {"====", ""},
      {"/+8=", "\xff\xef"},
      {"AAE=", std::string("\0\1", 2)},
  };
  for (const Case& c : cases) EXPECT_EQ(decode_base64(c.text), c.octets) << c.text;
}

TEST(Base64, EncodesWithPadding) {
  for (const Case& c : {Case{"", ""},
                        {"Zg==", "f"},
                        {"Zm8=", "fo"},
                        {"Zm9v", "foo"},
                        {"Zm9vYg==", "foob"},
                        {"/+8=", "\xff\xef"}})
    EXPECT_EQ(encode_base64(c.octets), c.text);
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(decode_base64(encode_base64(all)), all);
}

TEST(QuotedPrintable, DecodesWhatItCan) {
  const Case cases[] = {
      {"", ""},
      {"a=3Db", "a=b"},
      {"=C3=BC=c3=bc", "\xc3\xbc\xc3\xbc"},
      {"a=\r\nb", "ab"},
      {"a=\nb", "ab"},
      {"a= \t\r\nb", "ab"},
      {"a =\r\n b", "a  b"},
      {"a  \r\nb\t\n", "a\r\nb\n"},
      {"a=20 \r\nb", "a \r\nb"},
      {"a b ", "a b"},
      {"a=", "a"},
      {"a=4", "a=4"},
      {"a=ZZb", "a=ZZb"},
      {"a==3D", "a=="},
      {"a=\rb", "a=\rb"},
      {"\xc3\xbc_", "\xc3\xbc_"},
  };
  for (const Case& c : cases) EXPECT_EQ(decode_quoted_printable(c.text), c.octets) << c.text;
}

}  // namespace
}  // namespace mailrig
