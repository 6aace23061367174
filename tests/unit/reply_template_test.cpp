// Reply texts of rules: what they may be, and what they say.
#include "scenario/reply_template.hpp"

#include <gtest/gtest.h>

#include "scenario_moment.hpp"

namespace mailrig {
namespace {

std::string expanded(const Scene& scene, std::string_view text) {
  const Moment moment = scene.at(Stage::eom);
  const MomentValues values(moment);
  return expand(text, {values, values.recipients().front(), 3, 240, "mx.test"});
}

TEST(ReplyTemplate, ExpandsEveryWord) {
  Scene scene;
  scene.to({"bob@y.test"});
  scene.facts.user = "ann";
  EXPECT_EQ(expanded(scene, "{ip} {helo} {from} {to} {to.domain} {user} {host} {n} {id}"),
            "192.0.2.77 client.test a@x.test bob@y.test y.test ann mx.test 3 t4");
}

TEST(ReplyTemplate, LeavesOutWhatHasNoValue) {
  EXPECT_EQ(expanded(Scene(), "451 <{user}|{to}>"), "451 <|>");
}

TEST(ReplyTemplate, LeavesOtherBracesAlone) {
  Scene scene;
  EXPECT_EQ(expanded(scene, "451 {} { ip } {n"), "451 {} { ip } {n");
  EXPECT_EQ(expanded(scene, "451 {{n}}"), "451 {3}");
}

TEST(ReplyTemplate, LetsNoValueWriteLinesOrWords) {
  Scene scene;
  scene.facts.helo = std::string("a\r\n250 ok\0{n}", 13);
  EXPECT_EQ(expanded(scene, "451 {helo}"), "451 a  250 ok {n}");
}

TEST(ReplyTemplate, AcceptsRepliesAsTheyAreWritten) {
  for (const char* text :
       {"451", "451 4.3.0 Try again", "550 5.1.1 <{to}>: no", "220 ****", "334 eyJzdGF0dXMi",
        "421 first\nsecond\n\nlast", "250 gr\xc3\xbc\xc3\x9f", "571 a\tb", "250 {} {not a word}"})
    EXPECT_FALSE(check_reply(text)) << text;
}

TEST(ReplyTemplate, SaysWhatIsWrong) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "a reply begins with a code"},
      {"Try again", "a reply begins with a code"},
      {"45 x", "a reply begins with a code"},
      {"4510 x", "a reply begins with a code"},
      {"199 x", "a reply begins with a code"},
      {"600 x", "a reply begins with a code"},
      {"451\nx", "a reply begins with a code"},
      {"550-first\n550 second", "not by \"-\""},
      {"451 a\r\nb", "carriage return"},
      {std::string("451 a\0b", 7), "control character"},
      {"451 \x1b[0m", "control character"},
      {"451 {right}", "unknown {right}"},
      {"451 {To}", "unknown {To}"},
  };
  for (const auto& [text, part] : cases) {
    const auto fault = check_reply(text);
    ASSERT_TRUE(fault) << text;
    EXPECT_NE(fault->reason.find(part), std::string::npos) << fault->reason;
    EXPECT_FALSE(fault->hint.empty()) << text;
  }
}

TEST(ReplyTemplate, SendsRawOctetsAsTheyAre) {
  const Scene scene;
  const Moment moment = scene.at(Stage::eom);
  const std::string octets("4\0 {n}\n", 7);
  EXPECT_EQ(make_reply({octets, true}, {MomentValues(moment), nullptr, 1, 0, ""}).octets, octets);
}

TEST(ReplyTemplate, RepeatsTheCodesOnEachLine) {
  const Scene scene;
  const Moment moment = scene.outside(Stage::noop);
  const MomentValues values(moment);
  EXPECT_EQ(make_reply({"451 4.3.0 {n}\nsecond", false}, {values, nullptr, 7, 0, ""}).octets,
            "451-4.3.0 7\r\n451 4.3.0 second\r\n");
}

}  // namespace
}  // namespace mailrig
