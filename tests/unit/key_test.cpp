// The keys that rules count events under.
#include "scenario/key.hpp"

#include <gtest/gtest.h>

#include "scenario_moment.hpp"

namespace mailrig {
namespace {

std::vector<KeyPart> parts(std::initializer_list<const char*> words) {
  std::vector<KeyPart> all;
  for (const char* word : words) all.push_back(*parse_key_part(word));
  return all;
}

std::optional<Key> key(const Scene& scene, std::initializer_list<const char*> words,
                       Stage stage = Stage::rcpt, const char* to = "bob@y.test") {
  const Moment moment = scene.at(stage);
  const Recipient about = recipient(to);
  return key_of(parts(words), moment.facts->inbox, MomentValues(moment), &about);
}

TEST(KeyPart, ReadsEveryPartAndWritesItBack) {
  for (const char* word : {"ip", "ip/24", "ip/128", "helo", "user", "from", "from.domain", "to",
                           "to.domain", "header:Message-ID", "session", "transaction", "global"}) {
    const auto part = parse_key_part(word);
    ASSERT_TRUE(part) << word;
    EXPECT_EQ(to_string(*part), word);
  }
}

TEST(KeyPart, RefusesWhatEventsAreNotCountedUnder) {
  for (const char* word : {"", "subject", "body", "size", "inbox", "ip/0", "ip/129", "ip/", "ip/x",
                           "ip/-1", "header:", "TO", "port"})
    EXPECT_FALSE(parse_key_part(word)) << word;
  EXPECT_NE(parse_key_part("tos").error().what.find("known here: ip, ip/<prefix>"),
            std::string::npos);
}

TEST(Key, JoinsTheValuesInTheOrderOfPer) {
  const Scene scene;
  EXPECT_EQ(key(scene, {"to", "from"})->shown, "bob@y.test|a@x.test");
  EXPECT_EQ(key(scene, {"ip", "to.domain", "from.domain"})->shown, "192.0.2.77|y.test|x.test");
  EXPECT_EQ(key(scene, {"session", "transaction"})->shown, "s12|t4");
  EXPECT_EQ(key(scene, {})->shown, "");
}

TEST(Key, TakesAddressesWithoutCase) {
  const Scene scene;
  EXPECT_EQ(key(scene, {"to"}, Stage::rcpt, "Bob@Y.test")->counted, key(scene, {"to"})->counted);
}

TEST(Key, TakesTheNullSenderAsAValue) {
  Scene scene;
  scene.envelope.from.address = "";
  EXPECT_TRUE(key(scene, {"from"}));
  EXPECT_FALSE(key(scene, {"from.domain"}));
}

TEST(Key, IsAbsentWhereAPartHasNoValue) {
  Scene scene;
  EXPECT_FALSE(key(scene, {"user"}));
  EXPECT_FALSE(key(scene, {"to", "user"}));
  EXPECT_FALSE(key(scene, {"header:X-None"}, Stage::eom));
  scene.facts.user = "ann";
  EXPECT_EQ(key(scene, {"user"})->shown, "ann");
}

TEST(Key, HoldsTheInboxUnlessItIsGlobal) {
  Scene here, there;
  there.facts.inbox = "t42";
  EXPECT_NE(key(here, {"to"})->counted, key(there, {"to"})->counted);
  EXPECT_NE(key(here, {})->counted, key(there, {})->counted);
  EXPECT_EQ(key(here, {"to", "global"})->counted, key(there, {"to", "global"})->counted);
  EXPECT_EQ(key(here, {"to", "global"})->drawn, key(there, {"to", "global"})->drawn);
  EXPECT_EQ(key(here, {"global"})->shown, "");
}

TEST(Key, TellsValuesApartThatLookAlikeWhenJoined) {
  Scene one, two;
  one.envelope.from.address = "a|b";
  two.envelope.from.address = "b";
  EXPECT_EQ(key(one, {"to", "from"}, Stage::rcpt, "c")->shown,
            key(two, {"to", "from"}, Stage::rcpt, "c|a")->shown);
  EXPECT_NE(key(one, {"to", "from"}, Stage::rcpt, "c")->counted,
            key(two, {"to", "from"}, Stage::rcpt, "c|a")->counted);
}

TEST(Key, IsBoundedHoweverLongAValueIs) {
  Scene one, two;
  one.content = "X-Id: " + std::string(100'000, 'a') + "b\r\n\r\n";
  two.content = "X-Id: " + std::string(100'000, 'a') + "c\r\n\r\n";
  const auto first = key(one, {"header:X-Id"}, Stage::eom);
  EXPECT_LT(first->counted.size(), 400u);
  EXPECT_NE(first->counted, key(two, {"header:X-Id"}, Stage::eom)->counted);
}

TEST(Key, DrawsTheSameForEverySession) {
  Scene one, two;
  two.facts.session = 99;
  EXPECT_EQ(key(one, {"session", "to"})->drawn, key(two, {"session", "to"})->drawn);
  EXPECT_NE(key(one, {"session", "to"})->counted, key(two, {"session", "to"})->counted);
}

TEST(Network, CutsAddressesToTheirNetwork) {
  EXPECT_EQ(network_of("192.0.2.77", 24), "192.0.2.0/24");
  EXPECT_EQ(network_of("192.0.2.77", 25), "192.0.2.0/25");
  EXPECT_EQ(network_of("192.0.2.200", 25), "192.0.2.128/25");
  EXPECT_EQ(network_of("192.0.2.77", 64), "192.0.2.77/32");
  EXPECT_EQ(network_of("::ffff:192.0.2.77", 24), "192.0.2.0/24");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6", 24), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6", 48), "2001:db8:1::/48");
  EXPECT_EQ(network_of("no address", 24), "no address");
}

}  // namespace
}  // namespace mailrig
