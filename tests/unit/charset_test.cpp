#include "mail/charset.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Charset, ReadsKnownLabels) {
  struct {
    const char *label, *octets, *text;
  } cases[] = {
      {"utf-8", "gr\xc3\xbc\xc3\x9f", "grüß"},
      {"UTF8",
       "a\xff"
       "b",
       "a�b"},
      {"utf-8", "\xe2\x82", "�"},
      {"us-ascii", "plain", "plain"},
      {"US-ASCII", "\xc3\xbc", "ü"},
      {"us-ascii", "\xfc", "ü"},
      {"iso-8859-1", "\xfc\xa4", "ü¤"},
      {"latin1", "\x93q\x94", "“q”"},
      {" ISO-8859-15 ", "\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe\xfc", "€ŠšŽžŒœŸü"},
      {"windows-1252", "\x80\x92\xe9", "€’é"},
      {"cp1252", "\x81", "�"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_utf8(c.label, c.octets), c.text) << c.label;
}

TEST(Charset, KnowsNothingOfOtherLabels) {
  for (const char* label : {"", "x-unknown", "utf-8x", "x-user-defined"})
    EXPECT_FALSE(to_utf8(label, "a")) << label;
}

TEST(Charset, ReadsUndeclaredOctetsAsUtf8OrWindows1252) {
  EXPECT_EQ(utf8_or_windows_1252("\xc3\xbc"), "ü");
  EXPECT_EQ(utf8_or_windows_1252("\xfc\x80"), "ü€");
  EXPECT_EQ(utf8_or_windows_1252(""), "");
}

}  // namespace
}  // namespace mailrig
