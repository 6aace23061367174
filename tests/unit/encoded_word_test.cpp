#include "mail/encoded_word.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
namespace {

struct Case {
  const char *name, *raw, *text;
};

class HeaderText : public testing::TestWithParam<Case> {};

TEST_P(HeaderText, IsDecoded) { EXPECT_EQ(decode_header_text(GetParam().raw), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(
    Table, HeaderText,
    testing::Values(
        Case{"Plain", " hello ", "hello"}, Case{"Empty", "", ""}, Case{"Folded", " a\r\n b", "a b"},
        Case{"Q", "=?utf-8?Q?gr=C3=BC=C3=9F?=", "grüß"},
        Case{"QUnderscore", "=?utf-8?q?a_b=5F?=", "a b_"},
        Case{"QBrokenEscape", "=?utf-8?q?a=zz=4?=", "a=zz=4"},
        Case{"QWithSpaces", "=?utf-8?q?a b?= c", "a b c"},
        Case{"B", "=?UTF-8?B?Z3LDvMOf?=", "grüß"}, Case{"BWithoutPadding", "=?utf-8?b?w7w?=", "ü"},
        Case{"Latin1", "=?iso-8859-1?Q?Patrik_F=E4ltstr=F6m?=", "Patrik Fältström"},
        Case{"Language", "=?us-ascii*en?q?hi?=", "hi"},
        Case{"TextAround", "a =?utf-8?q?b?= c", "a b c"},
        // RFC 2047 §8
        Case{"JoinedWords", "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"},
        Case{"JoinedOverFolding", "=?ISO-8859-1?Q?a?=\r\n   =?ISO-8859-1?Q?b?=", "ab"},
        Case{"EscapedSpaceStays", "=?ISO-8859-1?Q?a_?= =?ISO-8859-1?Q?b?=", "a b"},
        Case{"TwoCharsets", "=?utf-8?q?=C3=BC?= =?iso-8859-1?q?=FC?=", "üü"},
        Case{"TextBetween", "=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b"},
        Case{"NoSpaceBetween", "=?utf-8?q?a?==?utf-8?q?b?=", "ab"},
        Case{"SplitCharacterQ", "=?utf-8?q?=C3?= =?UTF-8?q?=BC?=", "ü"},
        Case{"SplitCharacterB", "=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"},
        Case{"SplitCharacterMixed", "=?utf-8?b?4oI=?= =?utf-8?q?=AC?=", "€"},
        Case{"BrokenUtf8", "=?utf-8?q?=FF?=", "�"},
        Case{"UnknownCharset", "a =?x-odd?q?b?= c", "a =?x-odd?q?b?= c"},
        Case{"UnknownCharsetTwice", "=?x-odd?q?b?= =?x-odd?q?c?=", "=?x-odd?q?b?= =?x-odd?q?c?="},
        Case{"UnknownThenKnown", "=?x-odd?q?b?= =?utf-8?q?c?=", "=?x-odd?q?b?=c"},
        Case{"UnknownEncoding", "=?utf-8?x?b?=", "=?utf-8?x?b?="},
        Case{"NotClosed", "=?utf-8?q?b", "=?utf-8?q?b"},
        Case{"NotClosedThenWord", "=?=?utf-8?q?b?=", "=?b"},
        Case{"NoCharset", "=??q?b?=", "=??q?b?="},
        Case{"EmptyText",
             "a =?utf-8?q?"
             "?= b",
             "a  b"},
        Case{"InsideText", "a=?utf-8?q?b?=c", "abc"}, Case{"RawUtf8", "gr\xc3\xbc\xc3\x9f", "grüß"},
        Case{"RawWindows1252", "gr\xfc\xdf \x80", "grüß €"},
        Case{"RawBesideWord", "\xfc =?utf-8?q?=C3=BC?= \xfc", "ü ü ü"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(EncodedWord, TellsItsLength) {
  EXPECT_EQ(encoded_word_length("=?utf-8?q?a,b?=, c"), 15u);
  EXPECT_EQ(encoded_word_length("x=?utf-8?q?a?="), 0u);
  EXPECT_EQ(encoded_word_length("=?utf-8?q?a"), 0u);
}

TEST(EncodedWord, IsDecodedInLinearTime) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string part :
       {"=?", "=?a?q?", "=?utf-8?q?b?= ", "=?x?q?b?= ", "=?utf-8?b?", "?"}) {
    std::string text;
    while (text.size() < 1 << 18) text += part;
    EXPECT_FALSE(decode_header_text(text).empty());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace mailrig
