// What a client of SMTP says to the replies that it gets.
#include "smtp/sender.hpp"

#include <gtest/gtest.h>

namespace mailrig::smtp {
namespace {

// A server of words: each line it is told is answered with the next of its replies.
class SenderTest : public testing::Test {
 protected:
  SenderOptions options() {
    SenderOptions options;
    options.helo = "client.test";
    options.mail = [this]() -> const Outgoing* {
      return next < mails.size() ? &mails[next++] : nullptr;
    };
    options.done = [this](const Attempt& attempt) { attempts.push_back(attempt); };
    options.show = [this](const SpokenLine& line) {
      if (line.who == Who::client) shown.emplace_back(line.text);
    };
    return options;
  }

  // Each reply in pieces of `piece` octets; what the client said before each.
  std::vector<std::string> play(Sender& sender, const std::vector<std::string>& replies,
                                std::size_t piece = 1'000) {
    std::vector<std::string> said;
    const auto speak = [&] {
      std::string words;
      for (auto step = sender.next(); step == Client::Step::say || step == Client::Step::secure;
           step = sender.next()) {
        if (step == Client::Step::secure) {
          words += "(tls)";
          sender.secured("TLSv1.3", now);
          continue;
        }
        words += sender.words();
        sender.said(now);
      }
      said.push_back(words);
    };
    for (const std::string& reply : replies) {
      EXPECT_EQ(sender.next(), Client::Step::hear) << reply;
      for (std::size_t at = 0; at < reply.size(); at += piece)
        sender.heard(std::string_view(reply).substr(at, piece),
                     now += std::chrono::milliseconds(1));
      speak();
    }
    return said;
  }

  using Lines = std::vector<std::string>;

  std::vector<Outgoing> mails{
      {"a@x.test", {"b@y.test", "c@y.test"}, "Subject: x\r\n\r\n.dot\r\nend"}};
  std::size_t next = 0;
  std::vector<Attempt> attempts;
  Lines shown;
  Time now{};
};

TEST_F(SenderTest, SendsOneMailAndQuits) {
  for (const std::size_t piece : {1'000, 1}) {
    next = 0;
    attempts.clear();
    Sender sender(options());
    EXPECT_EQ(play(sender,
                   {"220 hi\r\n", "250-mx.test\r\n250-SIZE 1000\r\n250 8BITMIME\r\n", "250 ok\r\n",
                    "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250 2.0.0 kept\r\n", "221 bye\r\n"},
                   piece),
              (Lines{"EHLO client.test\r\n", "MAIL FROM:<a@x.test> SIZE=23\r\n",
                     "RCPT TO:<b@y.test>\r\n", "RCPT TO:<c@y.test>\r\n", "DATA\r\n",
                     "Subject: x\r\n\r\n..dot\r\nend\r\n.\r\n", "QUIT\r\n", ""}));
    EXPECT_EQ(sender.next(), Client::Step::end);
    EXPECT_EQ(sender.failure(), "");
    ASSERT_EQ(attempts.size(), 1u);
    EXPECT_TRUE(attempts[0].accepted);
    EXPECT_EQ(attempts[0].reply, "250 2.0.0 kept");
    EXPECT_GE(attempts[0].took, std::chrono::milliseconds(4));
  }
  EXPECT_EQ(shown[5], "(23 octets of mail, and .)");
}

TEST_F(SenderTest, GoesOnWithTheRecipientsThatStand) {
  mails.push_back({"", {"d@y.test"}, "x\r\n"});
  Sender sender(options());
  play(sender, {"220 hi\r\n", "250 mx\r\n", "250 ok\r\n", "550 5.1.1 no\r\n", "250 ok\r\n",
                "354 go\r\n", "250 kept\r\n"});
  ASSERT_EQ(attempts.size(), 1u);
  EXPECT_TRUE(attempts[0].accepted);
  EXPECT_EQ(attempts[0].refused,
            (std::vector<std::pair<std::string, std::string>>{{"b@y.test", "550 5.1.1 no"}}));
  // The next is refused as a whole: RSET, and no DATA.
  EXPECT_EQ(play(sender, {"250 ok\r\n", "451 later\r\n", "250 reset\r\n", "221 bye\r\n"}),
            (Lines{"RCPT TO:<d@y.test>\r\n", "RSET\r\n", "QUIT\r\n", ""}));
  EXPECT_FALSE(attempts[1].accepted);
  EXPECT_EQ(attempts[1].reply, "451 later");
}

TEST_F(SenderTest, PipelinesOnlyWhereThatIsOffered) {
  SenderOptions pipelining = options();
  pipelining.pipelining = true;
  Sender sender(pipelining);
  const Lines said = play(sender, {"220 hi\r\n", "250-mx\r\n250 PIPELINING\r\n",
                                   "250 ok\r\n550 no\r\n250 ok\r\n354 go\r\n", "250 kept\r\n"});
  EXPECT_EQ(said[1],
            "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nRCPT TO:<c@y.test>\r\nDATA\r\n");
  EXPECT_TRUE(said[2].ends_with("\r\n.\r\n"));
  EXPECT_EQ(attempts[0].refused.size(), 1u);

  next = 0;
  Sender alone(pipelining);
  EXPECT_EQ(play(alone, {"220 hi\r\n", "250 mx\r\n"})[1], "MAIL FROM:<a@x.test>\r\n");
}

TEST_F(SenderTest, EndsAnEmptyMailWhereNoRecipientStoodBefore354) {
  SenderOptions pipelining = options();
  pipelining.pipelining = true;
  Sender sender(pipelining);
  EXPECT_EQ(play(sender, {"220 hi\r\n", "250-mx\r\n250 PIPELINING\r\n",
                          "250 ok\r\n550 no\r\n550 no\r\n354 go\r\n", "554 none\r\n"})[2],
            ".\r\n");
  EXPECT_FALSE(attempts[0].accepted);
}

TEST_F(SenderTest, SecuresTheConnectionAndLogsIn) {
  SenderOptions secure = options();
  secure.starttls = true;
  secure.login = {"ann", "secret", ""};
  Sender sender(secure);
  EXPECT_EQ(play(sender, {"220 hi\r\n", "250-mx\r\n250 STARTTLS\r\n", "220 go\r\n",
                          "250-mx\r\n250 AUTH PLAIN LOGIN\r\n", "235 in\r\n"}),
            (Lines{"EHLO client.test\r\n", "STARTTLS\r\n", "(tls)EHLO client.test\r\n",
                   "AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "MAIL FROM:<a@x.test>\r\n"}));
  EXPECT_EQ(shown[3], "AUTH PLAIN ****");
}

TEST_F(SenderTest, LogsInWithLoginWhereNothingElseIsOffered) {
  SenderOptions login = options();
  login.login = {"ann", "secret", ""};
  Sender sender(login);
  EXPECT_EQ(play(sender, {"220 hi\r\n", "250-mx\r\n250 AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n",
                          "334 UGFzc3dvcmQ6\r\n", "535 no\r\n"}),
            (Lines{"EHLO client.test\r\n", "AUTH LOGIN\r\n", "YW5u\r\n", "c2VjcmV0\r\n", ""}));
  EXPECT_EQ(sender.failure(), "the server refuses the login: 535 no");
  EXPECT_EQ(sender.failure_code(), 535);
}

TEST_F(SenderTest, SpeaksLmtpWithAReplyForEachRecipient) {
  SenderOptions lmtp = options();
  lmtp.lmtp = true;
  Sender sender(lmtp);
  EXPECT_EQ(play(sender, {"220 hi\r\n", "250 mx\r\n", "250 ok\r\n", "250 ok\r\n", "250 ok\r\n",
                          "354 go\r\n", "452 full\r\n", "250 kept\r\n"})[7],
            "QUIT\r\n");
  EXPECT_TRUE(attempts[0].accepted);
  EXPECT_EQ(shown[0], "LHLO client.test");
}

TEST_F(SenderTest, SaysWhyAConnectionWasOfNoUse) {
  struct Case {
    std::vector<std::string> replies;
    const char* failure;
  };
  SenderOptions secure = options();
  secure.starttls = true;
  for (const Case& each : std::initializer_list<Case>{
           {{"554 go away\r\n"}, "the server greets with 554 go away"},
           {{"220 hi\r\n", "421 busy\r\n"}, "the server closes: 421 busy"},
           {{"220 hi\r\n", "250 mx\r\n"}, "the server does not offer STARTTLS"},
           {{"220 hi\r\n250 what\r\n250 more\r\n"}, "the server does not offer STARTTLS"}}) {
    Sender sender(secure);
    play(sender, each.replies);
    EXPECT_EQ(sender.failure(), each.failure);
    EXPECT_EQ(sender.next(), Client::Step::end);
  }
  Sender cut(options());
  play(cut, {"220 hi\r\n", "250 mx\r\n", "250 ok\r\n"});
  cut.lost("the server reset the connection", now);
  EXPECT_EQ(cut.failure(), "the server reset the connection");
  EXPECT_EQ(attempts.back().reply, "the server reset the connection");
  Sender endless(options());
  endless.heard(std::string(70'000, '2'), now);
  EXPECT_EQ(endless.failure(), "the server's reply is longer than 64 KiB");
}

TEST_F(SenderTest, FallsBackToHelo) {
  Sender sender(options());
  EXPECT_EQ(play(sender, {"220 hi\r\n", "502 what\r\n", "250 mx\r\n"}),
            (Lines{"EHLO client.test\r\n", "HELO client.test\r\n", "MAIL FROM:<a@x.test>\r\n"}));
}

TEST(Target, IsReadFromHostAndPort) {
  const std::tuple<const char*, const char*, int> cases[] = {{"mail.test", "mail.test", 1025},
                                                             {"mail.test:25", "mail.test", 25},
                                                             {"127.0.0.1:2525", "127.0.0.1", 2525},
                                                             {"[::1]:2525", "::1", 2525},
                                                             {"[::1]", "::1", 1025}};
  for (const auto& [text, host, port] : cases) {
    const auto target = parse_target(text, 1025);
    ASSERT_TRUE(target) << text;
    EXPECT_EQ(target->host, host);
    EXPECT_EQ(target->port, port);
  }
  for (const char* text : {"", ":25", "mail.test:", "mail.test:0", "mail.test:70000", "a b", "::1"})
    EXPECT_FALSE(parse_target(text, 1025)) << text;
}

}  // namespace
}  // namespace mailrig::smtp
