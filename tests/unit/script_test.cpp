// Scripted dialogues: as read, and as played against a server of words.
#include "smtp/script.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

Script script(const std::string& text) {
  auto steps = parse_script(text);
  EXPECT_TRUE(steps) << steps.error().what;
  return Script(steps ? std::move(*steps) : std::vector<ScriptStep>(), {});
}

// Everything the client says until it hears, rests, secures or ends.
std::string spoken(Script& client) {
  std::string said;
  while (client.next() == Client::Step::say) {
    said += client.words();
    client.said({});
  }
  return said;
}

TEST(Script, PlaysItsLinesInTurn) {
  Script client = script(
      "# a comment\n\nS: 220 *\nC: EHLO c.test\nS..: 250 *\nC! NOOP\\r\\nQUIT\\x0d\\n\nS: 250 *\n"
      "S: 221 *\nclosed\n");
  EXPECT_EQ(client.next(), Client::Step::hear);
  client.heard("220 hi\r", {});
  EXPECT_EQ(spoken(client), "");
  client.heard("\n", {});
  EXPECT_EQ(spoken(client), "EHLO c.test\r\n");
  client.heard("250-mx\r\n250 SIZE\r\n", {});
  EXPECT_EQ(spoken(client), "NOOP\r\nQUIT\r\n");
  client.heard("250 ok\r\n221 bye\r\n", {});
  EXPECT_EQ(client.next(), Client::Step::hear);
  client.lost("the server closed the connection", {});
  EXPECT_EQ(client.next(), Client::Step::end);
  EXPECT_EQ(client.failure(), "");
}

TEST(Script, SaysWhichLineWentOtherwise) {
  Script other = script("S: 220 *\nC: MAIL FROM:<>\nS: 250 *\n");
  other.heard("220 hi\r\n", {});
  spoken(other);
  other.heard("503 first EHLO\r\n", {});
  EXPECT_EQ(other.failure(), "line 3: expected \"250 *\", but the server said \"503 first EHLO\"");
  EXPECT_EQ(other.next(), Client::Step::end);

  Script open = script("S: 220 *\nclosed\n");
  open.heard("220 hi\r\n250 more\r\n", {});
  EXPECT_EQ(open.failure(), "line 2: expected the server to close, but it said \"250 more\"");

  Script lost = script("S: 220 *\nC: QUIT\nS: 221 *\n");
  lost.heard("220 hi\r\n", {});
  spoken(lost);
  lost.lost("the server reset the connection", {});
  EXPECT_EQ(lost.failure(), "line 3: the server reset the connection");

  Script late = script("S: 220 *\n");
  late.lost("no answer within 100 ms", {});
  EXPECT_EQ(late.failure(), "line 1: no answer within 100 ms");
  EXPECT_FALSE(late.greeted());
}

TEST(Script, SecuresAndPauses) {
  Script client = script("tls\npause 20ms\nC: NOOP\n");
  EXPECT_EQ(client.next(), Client::Step::secure);
  client.secured("TLSv1.3", {});
  EXPECT_EQ(client.next(), Client::Step::rest);
  EXPECT_EQ(client.rest_time(), Milliseconds(20));
  client.rested();
  EXPECT_EQ(spoken(client), "NOOP\r\n");
  EXPECT_EQ(client.next(), Client::Step::end);
}

TEST(Script, RepeatsOctets) {
  EXPECT_EQ(parse_script("C! \\{3*ab}\\0\\t\\\\").operator*()[0].text,
            std::string("ababab\0\t\\", 9));
}

TEST(Script, RefusesWhatItCannotReadAndNamesTheLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "there is no step in it"},
      {"# nothing\n", "there is no step in it"},
      {"S: 220\nX: what\n", "line 2: \"X: what\" is no step"},
      {"C! \\q", "line 1: \\q is no escape"},
      {"C! \\xg0", "line 1: \\x is no escape"},
      {"C! \\{9999999999*x}", "line 1: \\{ is no escape"},
      {"S: 250 \\", "line 1: the pattern ends in a single \\"},
      {"pause 5", "line 1: unit required"},
      {"then messages 1", "line 1: \"then messages 1\" is no step"},
  };
  for (const auto& [text, what] : cases) {
    const auto steps = parse_script(text);
    ASSERT_FALSE(steps) << text;
    EXPECT_TRUE(steps.error().what.starts_with(what)) << steps.error().what;
  }
}

}  // namespace
}  // namespace mailrig::smtp
