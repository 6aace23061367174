#include "match/pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace mailrig {
using namespace std::string_view_literals;
namespace {

using testing::HasSubstr;
using Strings = std::vector<std::string>;
using Views = std::vector<std::string_view>;

Pattern pattern(std::string_view text, Field field = Field::to) {
  auto parsed = Pattern::parse(text, field);
  EXPECT_TRUE(parsed) << text << ": " << parsed.error().what;
  return *parsed;
}

std::string fault(std::string_view text, Field field = Field::to) {
  const auto parsed = Pattern::parse(text, field);
  return parsed ? "" : parsed.error().what;
}

bool accepts(std::string_view text, std::string_view value, Field field = Field::to) {
  return pattern(text, field).matches(Value(std::string_view(value)));
}

struct TextCase {
  const char* name;
  const char* pattern;
  const char* value;
  bool matches;
};

class TextPattern : public testing::TestWithParam<TextCase> {};

TEST_P(TextPattern, Matches) {
  const TextCase& c = GetParam();
  EXPECT_EQ(accepts(c.pattern, c.value), c.matches) << c.pattern << " on " << c.value;
}

INSTANTIATE_TEST_SUITE_P(
    Table, TextPattern,
    testing::Values(
        TextCase{"Exact", "bob@x.test", "bob@x.test", true},
        TextCase{"ExactWithoutCase", "Bob@X.test", "bOB@x.TEST", true},
        TextCase{"ExactIsWhole", "bob", "bob@x.test", false},
        TextCase{"ExactIsNotPrefix", "bob@x.test.example", "bob@x.test", false},
        TextCase{"EmptyIsEmpty", "", "", true}, TextCase{"EmptyIsNotText", "", "a", false},
        TextCase{"NonAsciiKeepsItsCase", "\xc3\x9c@x", "\xc3\xbc@x", false},
        TextCase{"NonAsciiIsEqual", "\xc3\xbc@x", "\xc3\xbc@X", true},
        TextCase{"PlusIsPlain", "bob+a@x", "bob+a@x", true},
        TextCase{"BracketsArePlain", "[a-z]", "b", false},
        TextCase{"BracketsMatchThemselves", "[a-z]", "[A-Z]", true},
        TextCase{"DotIsPlain", "a.c", "abc", false}, TextCase{"SlashInside", "a/b", "a/b", true},
        TextCase{"StarMatchesAll", "*", "anything", true},
        TextCase{"StarMatchesEmpty", "*", "", true},
        TextCase{"StarAtFront", "*@x.test", "bob@x.test", true},
        TextCase{"StarAtFrontAnchorsEnd", "*@x.test", "bob@x.test.com", false},
        TextCase{"StarAtEnd", "bob@*", "bob@", true}, TextCase{"StarInside", "a*z", "abcz", true},
        TextCase{"StarInsideNeedsBothEnds", "aba*aba", "aba", false},
        TextCase{"StarInsideMayBeEmpty", "aba*aba", "abaaba", true},
        TextCase{"StarsTakeTheFirstFit", "*ab*ab*", "xabyabz", true},
        TextCase{"StarsInOrder", "*b*a*", "ab", false}, TextCase{"ManyStars", "a***b", "ab", true},
        TextCase{"SelfOverlap", "*aab*", "aaab", true},
        TextCase{"SelfOverlapLonger", "*abcabd*", "abcabcabd", true},
        TextCase{"LastSegmentIsAtTheEnd", "*ab", "abab", true},
        TextCase{"MiddleMayNotEatTheEnd", "*ab*b", "ab", false},
        TextCase{"QuestionMark", "b?b", "bob", true},
        TextCase{"QuestionMarkNeedsOne", "b?b", "bb", false},
        TextCase{"QuestionMarkTakesOne", "b?b", "boob", false},
        TextCase{"QuestionMarkTakesACharacter", "b?b",
                 "b\xc3\xb6"
                 "b",
                 true},
        TextCase{"QuestionMarkTakesACharacterFromBehind", "*?b",
                 "\xe2\x82\xac"
                 "b",
                 true},
        TextCase{"QuestionMarkTakesABrokenOctet", "b?b",
                 "b\xff"
                 "b",
                 true},
        TextCase{"QuestionMarksAndStar", "*??", "a", false},
        TextCase{"QuestionMarksAndStarMiddle", "*a?c*", "abbabc", true},
        TextCase{"QuestionMarkFirstInMiddle", "*?c*",
                 "\xc3\xb6"
                 "c",
                 true},
        TextCase{"Outcome", "4??", "451", true}, TextCase{"OutcomeOther", "4??", "550", false},
        TextCase{"EscapedStar", "a\\*b", "a*b", true},
        TextCase{"EscapedStarIsNoWildcard", "a\\*b", "axb", false},
        TextCase{"EscapedQuestionMark", "ok\\?", "ok?", true},
        TextCase{"EscapedQuestionMarkIsNoWildcard", "ok\\?", "oky", false},
        TextCase{"EscapedBackslash", "CORP\\\\bob", "corp\\bob", true},
        TextCase{"EscapedSlash", "\\/etc/", "/etc/", true},
        TextCase{"GreaterIsPlainOnText", ">1000", ">1000", true},
        TextCase{"Regex", "/^bob[0-9]+@/", "bob17@x.test", true},
        TextCase{"RegexIsUnanchored", "/@x\\./", "bob@x.test", true},
        TextCase{"RegexWithCase", "/BOB/", "bob", false},
        TextCase{"RegexWithoutCase", "/BOB/i", "bob", true},
        TextCase{"RegexWithSlashInside", "/a\\/b/", "a/b", true},
        TextCase{"RegexOnUtf8", "/^.$/", "\xc3\xbc", true}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Pattern, MatchesAPlainBodyWhenItIsContained) {
  EXPECT_TRUE(accepts("your CODE", "Hello, your code is 12", Field::body));
  EXPECT_TRUE(accepts("code*12", "Hello, your code is 12.", Field::body));
  EXPECT_FALSE(accepts("code 13", "Hello, your code is 12", Field::body));
  EXPECT_FALSE(accepts("code", "Hello, your code", Field::subject));
}

TEST(Pattern, ContainsTakesNothingAsSpecial) {
  EXPECT_TRUE(Pattern::contains("50 % *Off*").matches(Value("now 50 % *off* all"sv)));
  EXPECT_FALSE(Pattern::contains("a*b").matches(Value("aXb"sv)));
  EXPECT_TRUE(Pattern::contains("").matches(Value(""sv)));
}

TEST(Pattern, ComparesNumbers) {
  struct {
    const char* pattern;
    std::vector<std::int64_t> yes, no;
  } cases[] = {
      {"1000", {1000}, {999, 1001}},
      {">1000", {1001, 1 << 30}, {1000}},
      {">=5", {5, 6}, {4}},
      {"<5", {4, 0}, {5}},
      {"<=5", {5, 0}, {6}},
      {"2-3", {2, 3}, {1, 4}},
      {"<0", {}, {0, 1}},
      {"0", {0}, {1}},
  };
  for (const auto& c : cases) {
    for (const auto n : c.yes) EXPECT_TRUE(pattern(c.pattern, Field::size).matches(Value(n)));
    for (const auto n : c.no) EXPECT_FALSE(pattern(c.pattern, Field::size).matches(Value(n)));
  }
  EXPECT_FALSE(pattern("1000", Field::size).matches(Value("1000"sv)));
  EXPECT_TRUE(pattern("true", Field::size).matches(Value(std::int64_t{0})));
  EXPECT_TRUE(Pattern::equals(7).matches(Value(std::int64_t{7})));
  EXPECT_FALSE(Pattern::equals(7).matches(Value(std::int64_t{8})));
}

TEST(Pattern, RefusesWhatIsNoNumberOnANumberField) {
  for (const char* text : {"big", "", ">", ">=x", "1 000", "5-", "-5", "1-2-3", "1e3", "*",
                           "99999999999999999999", ">9223372036854775807"})
    EXPECT_THAT(fault(text, Field::size), HasSubstr("size is a number")) << text;
  EXPECT_THAT(fault("3-2", Field::port), HasSubstr("the range 3-2 is empty"));
}

TEST(Pattern, ReadsBooleansOnBooleanFieldsOnly) {
  EXPECT_TRUE(pattern("true", Field::read).matches(Value(true)));
  EXPECT_FALSE(pattern("false", Field::read).matches(Value(true)));
  EXPECT_THAT(fault("yes", Field::read), HasSubstr("read is true or false, not \"yes\""));
  EXPECT_TRUE(accepts("true", "TRUE", Field::subject));
  EXPECT_FALSE(Pattern::is(false).matches(Value()));
}

TEST(Pattern, TellsTlsByPresenceAndByVersion) {
  EXPECT_TRUE(accepts("true", "TLSv1.3", Field::tls));
  EXPECT_FALSE(pattern("true", Field::tls).matches(Value()));
  EXPECT_TRUE(pattern("false", Field::tls).matches(Value()));
  EXPECT_TRUE(accepts("tlsv1.*", "TLSv1.2", Field::tls));
}

TEST(Pattern, TellsPresenceFromAbsence) {
  for (const Value& value :
       {Value("x"sv), Value(""sv), Value(std::int64_t{0}), Value(Views{"a"})}) {
    EXPECT_TRUE(Pattern::present(true).matches(value));
    EXPECT_FALSE(Pattern::present(false).matches(value));
    EXPECT_FALSE(Pattern::absent().matches(value));
  }
  for (const Value& value : {Value(), Value(Views{}), Value(Strings{})}) {
    EXPECT_FALSE(Pattern::present(true).matches(value));
    EXPECT_TRUE(Pattern::present(false).matches(value));
    EXPECT_TRUE(Pattern::absent().matches(value));
    EXPECT_FALSE(pattern("*").matches(value));
  }
}

TEST(Pattern, MatchesAListByAnyMember) {
  const Value value(Views{"a@x.test", "b@y.test"});
  EXPECT_TRUE(pattern("b@y.test").matches(value));
  EXPECT_TRUE(pattern("/^a/").matches(Value(Strings{"b", "ab"})));
  EXPECT_FALSE(pattern("c@*").matches(value));
}

TEST(Pattern, NegatesAListByNoMember) {
  const Pattern none = Pattern::negation(pattern("*@x.test"));
  EXPECT_FALSE(none.matches(Value(Views{"a@x.test", "b@y.test"})));
  EXPECT_TRUE(none.matches(Value(Views{"c@z.test", "b@y.test"})));
  EXPECT_TRUE(none.matches(Value()));
}

TEST(Pattern, MatchesAnyOf) {
  const Pattern any = Pattern::any_of({pattern("a"), Pattern::absent(), pattern("/^z/")});
  EXPECT_TRUE(any.matches(Value("A"sv)));
  EXPECT_TRUE(any.matches(Value()));
  EXPECT_TRUE(any.matches(Value("zoo"sv)));
  EXPECT_FALSE(any.matches(Value("b"sv)));
  EXPECT_FALSE(Pattern::any_of({}).matches(Value("b"sv)));
}

TEST(Pattern, ExplainsItsErrors) {
  EXPECT_THAT(fault("a\\"), HasSubstr("escapes nothing"));
  EXPECT_THAT(fault("/abc"), HasSubstr("must end in / or /i"));
  EXPECT_THAT(fault("/"), HasSubstr("must end in / or /i"));
  EXPECT_THAT(fault("/i"), HasSubstr("must end in / or /i"));
  EXPECT_THAT(fault("/abc/x"), HasSubstr("must end in / or /i"));
  EXPECT_THAT(fault("//"), HasSubstr("is empty"));
  EXPECT_THAT(fault("//i"), HasSubstr("is empty"));
  EXPECT_THAT(fault("/a(/"), HasSubstr("missing )"));
  for (const char* text : {"/(?=a)/", "/(?!a)b/", "/(?<=a)b/", "/(?<!a)b/"})
    EXPECT_THAT(fault(text), HasSubstr("look-around")) << text;
  EXPECT_THAT(fault("/(a)\\1/"), HasSubstr("back-references are not supported"));
  EXPECT_THAT(fault(std::string(5000, 'a')), HasSubstr("longer than 4096 octets"));
  EXPECT_THAT(fault("/" + std::string(5000, 'a') + "/"), HasSubstr("longer than 4096 octets"));
  EXPECT_NE(fault("/((a{100}){100}){100}/"), "");
}

TEST(Pattern, GivesItsLiteralForIndexes) {
  EXPECT_EQ(pattern("Bob@X.test").literal(), "bob@x.test");
  EXPECT_EQ(pattern("a\\*").literal(), "a*");
  EXPECT_EQ(Pattern::any_of({pattern("A")}).literal(), "a");
  EXPECT_FALSE(pattern("a*").literal());
  EXPECT_FALSE(pattern("a?").literal());
  EXPECT_FALSE(pattern("/a/").literal());
  EXPECT_FALSE(pattern("abc", Field::body).literal());
  EXPECT_FALSE(Pattern::any_of({pattern("a"), pattern("b")}).literal());
  EXPECT_FALSE(Pattern::negation(pattern("a")).literal());
  EXPECT_FALSE(Pattern::equals(5).literal());
}

TEST(Pattern, IsWrittenAsInARule) {
  EXPECT_EQ(pattern("*@x").to_string(), "*@x");
  EXPECT_EQ(pattern("/a/i").to_string(), "/a/i");
  EXPECT_EQ(pattern(">=5", Field::size).to_string(), ">=5");
  EXPECT_EQ(Pattern::equals(5).to_string(), "5");
  EXPECT_EQ(Pattern::absent().to_string(), "null");
  EXPECT_EQ(Pattern::present(false).to_string(), "false");
  EXPECT_EQ(Pattern::contains("a\"\n").to_string(), "{\"contains\": \"a\\\"\\u000a\"}");
  EXPECT_EQ(Pattern::any_of({pattern("a"), Pattern::absent(), Pattern::negation(pattern("b\\*"))})
                .to_string(),
            "[\"a\", null, {\"not\": \"b\\\\*\"}]");
}

TEST(Pattern, MeasuresHowFarAValueIs) {
  const auto distance = [](std::string_view text, const char* value) {
    return pattern(text).distance(Value(std::string_view(value)));
  };
  EXPECT_EQ(distance("bob@x.test", "BOB@x.test"), 0);
  EXPECT_NEAR(distance("bob@x.test", "bop@x.test"), 0.1, 1e-9);
  EXPECT_EQ(distance("abc", "xyz"), 1);
  EXPECT_EQ(distance("abc", ""), 1);
  EXPECT_LT(distance("*@x.test", "bob@y.test"), 0.2);
  EXPECT_GT(distance("*@x.test", "bob@y.test"), 0);
  EXPECT_EQ(distance("/^a/", "b"), 1);
  EXPECT_EQ(pattern("a").distance(Value()), 1);
  EXPECT_NEAR(pattern("abcd").distance(Value(Views{"zzzz", "abcx"})), 0.25, 1e-9);
  EXPECT_NEAR(pattern("100", Field::size).distance(Value(std::int64_t{90})), 0.1, 1e-9);
  EXPECT_NEAR(pattern(">=100", Field::size).distance(Value(std::int64_t{50})), 0.5, 1e-9);
  EXPECT_NEAR(Pattern::any_of({pattern("zzzz"), pattern("abcd")}).distance(Value("abcx"sv)), 0.25,
              1e-9);
  EXPECT_EQ(Pattern::negation(pattern("a")).distance(Value("a"sv)), 1);
}

TEST(Pattern, IsNeverAtDistanceZeroFromWhatDoesNotMatch) {
  const std::string longer(300, 'a');
  EXPECT_GT(pattern(longer + "b").distance(Value(longer + "c")), 0);
}

// Each of these takes minutes or for ever with backtracking.
TEST(Pattern, IsBoundedOnHostileText) {
  const std::string text(1 << 20, 'a');
  std::string stars;
  for (int i = 0; i < 500; ++i) stars += "a*";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(accepts(stars + "b", text));
  EXPECT_FALSE(accepts("*" + std::string(4000, 'a') + "b*", text));
  EXPECT_FALSE(accepts(std::string(4000, 'a') + "b", text, Field::body));
  EXPECT_FALSE(accepts("*a?aab*", text));
  EXPECT_FALSE(accepts("/(a*)*b/", text));
  EXPECT_GT(pattern(text.substr(0, 4000)).distance(Value(std::string_view(text))), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Conditions, HoldWhenAllHold) {
  const Conditions conditions{{{Field::to, {}}, pattern("a")}, {{Field::from, {}}, pattern("b")}};
  const auto lookup = [](std::string_view from) {
    return [from](const FieldName& name) { return Value(name.field == Field::to ? "a"sv : from); };
  };
  EXPECT_TRUE(matches(conditions, lookup("b")));
  EXPECT_FALSE(matches(conditions, lookup("c")));
  EXPECT_TRUE(matches(Conditions{}, lookup("c")));
}

}  // namespace
}  // namespace mailrig
