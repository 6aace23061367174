// What fields hold at the stages of a conversation.
#include "scenario/moment_value.hpp"

#include <gtest/gtest.h>

#include "scenario/rule.hpp"
#include "scenario_moment.hpp"

namespace mailrig {
namespace {

std::string shown(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    std::string all;
    for (const std::string& each : *list) all += "[" + each + "]";
    return all;
  }
  return "(none)";
}

std::string value(const Moment& moment, const char* name) {
  const MomentValues values(moment);
  return shown(values.value(*parse_field(name), values.recipients().front()));
}

TEST(MomentValue, ReadsTheSessionTheEnvelopeAndTheContent) {
  Scene scene;
  scene.to({"bob@y.test"});
  scene.facts.user = "ann";
  scene.facts.mechanism = "PLAIN";
  scene.facts.tls = "TLSv1.3";
  Moment moment = scene.at(Stage::eom);
  moment.verb = "DATA";
  moment.arg = "x y";
  const std::pair<const char*, const char*> cases[] = {{"arg", "x y"},
                                                       {"ip", "192.0.2.77"},
                                                       {"port", "1025"},
                                                       {"helo", "client.test"},
                                                       {"user", "ann"},
                                                       {"mechanism", "PLAIN"},
                                                       {"tls", "TLSv1.3"},
                                                       {"from", "a@x.test"},
                                                       {"from.domain", "x.test"},
                                                       {"to", "bob@y.test"},
                                                       {"to.domain", "y.test"},
                                                       {"header:subject", "[Hello]"},
                                                       {"subject", "[Hello]"},
                                                       {"size", "24"},
                                                       {"verb", "DATA"},
                                                       {"header:X-No", "(none)"},
                                                       {"body", "Subject: Hello\r\n\r\nBody\r\n"}};
  for (const auto& [name, wanted] : cases) EXPECT_EQ(value(moment, name), wanted) << name;
}

TEST(MomentValue, HasNothingToSayOfWhatIsNotKnownYet) {
  const Scene scene;
  const Moment moment = scene.outside(Stage::noop);
  for (const char* name : {"user", "mechanism", "tls", "from", "from.domain", "to", "to.domain",
                           "header:Subject", "subject", "body", "size", "verb"})
    EXPECT_EQ(value(moment, name), "(none)") << name;
}

TEST(MomentValue, TakesTheGreetingOfferedForTheOneBefore) {
  const Scene scene;
  EXPECT_EQ(value(scene.outside(Stage::ehlo, "new.test"), "helo"), "new.test");
  EXPECT_EQ(value(scene.outside(Stage::noop, "new.test"), "helo"), "client.test");
  EXPECT_EQ(value(scene.outside(Stage::auth, "PLAIN AGEAYg=="), "mechanism"), "PLAIN");
}

TEST(MomentValue, TakesTheDeclaredSizeUntilTheMailIsThere) {
  Scene scene;
  scene.envelope.from.parameters = std::vector<Parameter>{{"BODY", "8BITMIME"}, {"size", "4123"}};
  EXPECT_EQ(value(scene.at(Stage::mail), "size"), "4123");
  EXPECT_EQ(value(scene.at(Stage::eom), "size"), "24");
  for (const char* bad : {"", "x", "12x", "-1", "99999999999999999999"}) {
    scene.envelope.from.parameters = std::vector<Parameter>{{"SIZE", bad}};
    EXPECT_EQ(value(scene.at(Stage::mail), "size"), "(none)") << bad;
  }
}

TEST(MomentValue, FindsTheRecipientsInPlay) {
  Scene scene;
  scene.to({"a@y.test", "b@y.test"}).to({"refused@y.test"}, false);
  const Moment content = scene.at(Stage::data);
  EXPECT_EQ(MomentValues(content).recipients().size(), 2u);
  const Recipient one = recipient("c@y.test");
  const Moment rcpt = scene.rcpt(one);
  ASSERT_EQ(MomentValues(rcpt).recipients().size(), 1u);
  EXPECT_EQ(MomentValues(rcpt).recipients()[0]->address, "c@y.test");
  const Moment none = scene.outside(Stage::connect);
  ASSERT_EQ(MomentValues(none).recipients().size(), 1u);
  EXPECT_EQ(MomentValues(none).recipients()[0], nullptr);
}

TEST(Available, KnowsWhatIsThereAtEachStage) {
  EXPECT_FALSE(available(Field::subject, Stage::rcpt));
  EXPECT_TRUE(available(Field::subject, Stage::eom));
  EXPECT_FALSE(available(Field::body, Stage::body));
  EXPECT_FALSE(available(Field::helo, Stage::connect));
  EXPECT_TRUE(available(Field::helo, Stage::ehlo));
  EXPECT_FALSE(available(Field::to, Stage::mail));
  EXPECT_TRUE(available(Field::to, Stage::rset));
  EXPECT_FALSE(available(Field::from, Stage::connect));
  EXPECT_TRUE(available(Field::size, Stage::mail));
  EXPECT_FALSE(available(Field::arg, Stage::eom));
  EXPECT_TRUE(available(Field::ip, Stage::connect));
  EXPECT_FALSE(available(Field::outcome, Stage::eom));
  EXPECT_FALSE(available(*parse_key_part("transaction"), Stage::connect));
  EXPECT_TRUE(available(*parse_key_part("session"), Stage::connect));
  EXPECT_TRUE(available(*parse_key_part("ip/24"), Stage::connect));
  EXPECT_FALSE(available(*parse_key_part("to"), Stage::mail));
}

}  // namespace
}  // namespace mailrig
