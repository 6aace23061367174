#include "mail/utf8.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, TellsWellFormedFromMalformed) {
  for (const auto good : {""sv, "a"sv, "\0"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv,
                          "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv, "\xee\x80\x80"sv, "\xef\xbf\xbf"sv,
                          "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv})
    EXPECT_TRUE(valid_utf8(good));
  for (const auto bad : {"\x80"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc2"sv,
                         "\xc2"
                         "a"sv,
                         "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv, "\xe2\x82"sv, "\xf0\x8f\xbf\xbf"sv,
                         "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "\xf0\x9f\x98"sv})
    EXPECT_FALSE(valid_utf8(bad));
}

TEST(Utf8, ReplacesEachMaximalSubpart) {
  EXPECT_EQ(repair_utf8("a\xe2\x82"
                        "b"),
            "a�b");
  EXPECT_EQ(repair_utf8("\xed\xa0\x80"), "���");
  EXPECT_EQ(repair_utf8("\xf0\x9f\x98"), "�");
  EXPECT_EQ(repair_utf8("\xff\xfe"), "��");
  EXPECT_EQ(repair_utf8("ok €"), "ok €");
}

TEST(Utf8, IsWrittenInOneToFourOctets) {
  std::string out;
  for (const char32_t code : {0x24u, 0xA2u, 0x20ACu, 0x10348u, 0xD800u, 0x110000u})
    append_utf8(out, code);
  EXPECT_EQ(out, "$¢€\xf0\x90\x8d\x88��");
}

}  // namespace
}  // namespace mailrig
