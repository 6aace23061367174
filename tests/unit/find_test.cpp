#include "match/find.hpp"

#include <gtest/gtest.h>

#include <random>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

TEST(Find, AgreesWithTheObviousWay) {
  std::mt19937 random(1);
  const std::string letters = "abAB@[`{ \xc3\xa4";
  const auto text_of = [&](std::size_t length) {
    std::string text;
    while (text.size() < length) text += letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = text_of(random() % 80);
    const std::string needle = to_lower(text_of(1 + random() % 4));
    const std::size_t from = random() % (text.size() + 1);
    const std::size_t expected = std::min(to_lower(text).find(needle, from), text.size());
    const Found found = find_lower(text, needle, from);
    ASSERT_FALSE(found.gave_up);
    ASSERT_EQ(found.at, expected) << '"' << text << "\" \"" << needle << "\" from " << from;
  }
}

TEST(Find, FindsANeedleWhereverItStands) {
  // At every distance from the ends of the text and of the blocks it is read in, in either case.
  for (const std::string_view needle :
       {"x", "xy", "parcel left", "sixteen octets..", "more than thirty-two octets of a needle",
        "gr\xc3\xbc\xc3\x9f", "\xe2\x82\xac", "\xff\xfe", "{a}", "@"})
    for (std::size_t before = 0; before < 40; ++before)
      for (const std::size_t behind : {0, 1, 15, 16, 17, 40}) {
        std::string text =
            std::string(before, '-') + std::string(needle) + std::string(behind, '-');
        EXPECT_EQ(find_lower(text, needle, 0).at, before) << needle << before << "/" << behind;
        EXPECT_EQ(find_lower(text, needle, before + 1).at, text.size()) << needle;
        for (char& c : text)
          if (is_alpha(c)) c = static_cast<char>(c & ~0x20);
        EXPECT_EQ(find_lower(text, needle, 0).at, before) << needle << before << "/" << behind;
        // Without its last octet it is not there.
        EXPECT_EQ(find_lower(text.substr(0, before + needle.size() - 1), needle, 0).at,
                  before + needle.size() - 1);
      }
}

TEST(Find, GivesUpWhereEveryPlaceNearlyFits) {
  const std::string text(1 << 20, 'a');
  const std::string needle = std::string(500, 'a') + "b" + std::string(500, 'a');
  const Found found = find_lower(text, needle, 0);
  EXPECT_TRUE(found.gave_up);
  EXPECT_LT(found.at, 100u);
}

}  // namespace
}  // namespace mailrig
