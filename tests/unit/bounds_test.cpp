#include "verify/bounds.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

TEST(Bounds, KnowWhatIsTooLittleAndWhatIsTooMuch) {
  struct Case {
    const char* text;
    double number;
    bool reached, kept;
  };
  for (const auto& [text, number, reached, kept] :
       {Case{"1", 0, false, true}, Case{"1", 1, true, true}, Case{"1", 2, true, false},
        Case{"0", 0, true, true}, Case{"0", 1, true, false}, Case{"2-3", 1, false, true},
        Case{"2-3", 3, true, true}, Case{"2-3", 4, true, false}, Case{">=2", 1, false, true},
        Case{">=2", 9, true, true}, Case{">2", 2, false, true}, Case{">2", 3, true, true},
        Case{"<=2", 2, true, true}, Case{"<2", 2, true, false}, Case{"<2", 1, true, true},
        Case{">=1.5", 1.49, false, true}, Case{">=1.5", 1.5, true, true}}) {
    const auto bounds = Bounds::parse(text, Bounds::Numbers::any);
    ASSERT_TRUE(bounds) << text;
    EXPECT_EQ(bounds->reached_by(number), reached) << text << " of " << number;
    EXPECT_EQ(bounds->kept_by(number), kept) << text << " of " << number;
  }
}

TEST(Bounds, RefuseWhatIsNone) {
  for (const char* text :
       {"", "x", "-1", ">", ">=", "=>2", "3-2", "1-", "1.5", "1e3", "<0", "2 - 3", "1x", ">=-1"}) {
    const auto bounds = Bounds::parse(text, Bounds::Numbers::whole);
    EXPECT_FALSE(bounds) << text;
  }
  EXPECT_TRUE(Bounds::parse("1.5", Bounds::Numbers::any));
}

TEST(Bounds, SpeakInWords) {
  const auto words = [](const char* text) {
    return Bounds::parse(text, Bounds::Numbers::any)->in_words();
  };
  EXPECT_EQ(words("1"), "1");
  EXPECT_EQ(words("2-3"), "2 to 3");
  EXPECT_EQ(words(">=2"), "at least 2");
  EXPECT_EQ(words(">1.5"), "more than 1.5");
  EXPECT_EQ(words("<=4"), "at most 4");
  EXPECT_EQ(words("<4"), "less than 4");
  EXPECT_EQ(in_words(0.1234), "0.123");
  EXPECT_EQ(in_words(300), "300");
}

}  // namespace
}  // namespace mailrig
