#include "match/distance.hpp"

#include <gtest/gtest.h>

namespace mailrig {
using namespace std::string_view_literals;
namespace {

Condition condition(const char* field, const char* text) {
  const FieldName name = *parse_field(field);
  return {name, *Pattern::parse(text, name.field)};
}

TEST(NearMiss, IsAtDistanceZeroWhenAllMatches) {
  const NearMiss miss = measure({condition("to", "a@x")}, {Value("A@x"sv)});
  EXPECT_EQ(miss.distance, 0);
  EXPECT_TRUE(miss.differences.empty());
  EXPECT_EQ(measure({}, {}).distance, 0);
}

TEST(NearMiss, NamesWhatDiffers) {
  const NearMiss miss =
      measure({condition("to", "a@x"), condition("user", "joe"), condition("size", ">5")},
              {Value("a@x"sv), Value(), Value(std::int64_t{4})});
  ASSERT_EQ(miss.differences.size(), 2u);
  EXPECT_EQ(to_string(miss.differences[0].field), "user");
  EXPECT_EQ(miss.differences[0].wanted, "joe");
  EXPECT_EQ(miss.differences[0].found, "(none)");
  EXPECT_EQ(miss.differences[1].wanted, ">5");
  EXPECT_EQ(miss.differences[1].found, "4");
}

TEST(NearMiss, WeighsAddressAndSubjectMoreThanTheRest) {
  const auto with = [](const char* to, const char* user) {
    return measure({condition("to", "aaaa"), condition("user", "bbbb")},
                   {Value(std::string_view(to)), Value(std::string_view(user))})
        .distance;
  };
  EXPECT_GT(with("zzzz", "bbbb"), with("aaaa", "zzzz"));
  EXPECT_EQ(with("zzzz", "zzzz"), 1);
}

TEST(NearMiss, WeighsACloseValueLessThanAFarOne) {
  const auto with = [](const char* to) {
    return measure({condition("to", "bob@x.test")}, {Value(std::string_view(to))}).distance;
  };
  EXPECT_LT(with("bop@x.test"), with("alice@x.test"));
  EXPECT_LT(with("alice@x.test"), with("nobody-like-that@elsewhere.example"));
}

TEST(NearMiss, ShowsTheNearestMemberOfAListFirst) {
  const NearMiss miss = measure({condition("to", "bob@x.test")},
                                {Value(std::vector<std::string_view>{"zoe@y", "bop@x.test"})});
  ASSERT_EQ(miss.differences.size(), 1u);
  EXPECT_EQ(miss.differences[0].found, "bop@x.test, zoe@y");
}

TEST(NearMiss, ShowsAnEmptyListAsNone) {
  const NearMiss miss =
      measure({condition("to", "bob@x.test")}, {Value(std::vector<std::string>{})});
  EXPECT_EQ(miss.differences.at(0).found, "(none)");
}

TEST(NearMiss, ShortensALongValueBetweenCharacters) {
  std::string text = "x";
  for (int i = 0; i < 200; ++i) text += "\xc3\xbc";
  const NearMiss miss = measure({condition("subject", "other")}, {Value(text)});
  const std::string& found = miss.differences.at(0).found;
  EXPECT_LE(found.size(), 200u);
  EXPECT_GE(found.size(), 195u);
  EXPECT_TRUE(found.ends_with("\xc3\xbc…"));
}

}  // namespace
}  // namespace mailrig
