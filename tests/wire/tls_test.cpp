// Handshakes and what follows them over real sockets: every action of a scripted session inside
// TLS, and every fault of a TlsPlan, seen from the client.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "wire/scripted.hpp"
#include "wire/tls_client.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;

TlsPlan with_certificate(std::string word) { return {std::move(word), "", "", ""}; }
TlsPlan with_fault(std::string word) { return {"", std::move(word), "", ""}; }
TlsPlan with_versions(std::string min, std::string max) {
  return {"", "", std::move(min), std::move(max)};
}

class Tls : public Driver {
 protected:
  TlsWish trusting() const {
    TlsWish wish;
    wish.trust = identities_->authority_pem();
    return wish;
  }
};

TEST_F(Tls, ShakesHandsAndTellsWhatWasAgreed) {
  Client client(serve({StartTls{}, say("hello\r\n")}));
  TlsWish wish = trusting();
  wish.alpn = "\x04smtp\x03lms";
  TlsClient tls(client, wish);
  ASSERT_TRUE(tls.up()) << tls.error();
  EXPECT_EQ(tls.line(), "hello\r\n");
  EXPECT_EQ(tls.version(), "TLSv1.3");
  EXPECT_TRUE(diary_->waits_for("tls TLSv1.3 sni=localhost alpn=smtp,lms"));
  tls.send("thanks");
  EXPECT_TRUE(diary_->waits_for("commit"));
  EXPECT_EQ(diary_->input, "thanks");
  tls.say_goodbye();
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
}

TEST_F(Tls, BeginsAnywhereInAConversation) {
  Client client(serve({say("220 ready\r\n"), Read{}, say("220 go\r\n"), StartTls{}, say("x\r\n")}));
  EXPECT_EQ(client.line(), "220 ready\r\n");
  client.send("STARTTLS\r\n");
  EXPECT_EQ(client.line(), "220 go\r\n");
  TlsClient tls(client, trusting());
  ASSERT_TRUE(tls.up()) << tls.error();
  EXPECT_EQ(tls.line(), "x\r\n");
}

TEST_F(Tls, TakesAHelloThatWasReadBeforeTheHandshake) {
  for (const std::size_t piece : {0u, 1u, 100u}) {
    diary_ = std::make_shared<Diary>();
    const auto client = connect_to({Read{}, StartTls{{}, what_came}, say("x\r\n")});
    TlsWish wish = trusting();
    wish.dribble = piece;
    TlsClient tls(*client, wish);
    ASSERT_TRUE(tls.up()) << piece << ": " << tls.error();
    EXPECT_EQ(tls.line(), "x\r\n");
  }
}

TEST_F(Tls, AgreesOnTheVersionsOfThePlan) {
  struct Case {
    TlsPlan plan;
    int client;
    std::string version;  // empty: refused
  };
  const Case cases[] = {
      {{}, TLS1_3_VERSION, "TLSv1.3"},
      {{}, TLS1_2_VERSION, "TLSv1.2"},
      {{}, TLS1_1_VERSION, ""},
      {with_versions("", "1.2"), TLS1_3_VERSION, ""},
      {with_versions("1.3", ""), TLS1_2_VERSION, ""},
      {with_versions("", "1.1"), TLS1_1_VERSION, "TLSv1.1"},
      {with_versions("", "1.1"), TLS1_VERSION, "TLSv1"},
      {with_versions("", "1.1"), TLS1_2_VERSION, ""},
      {with_versions("1.0", "1.0"), TLS1_VERSION, "TLSv1"},
      {with_versions("1.0", ""), TLS1_3_VERSION, "TLSv1.3"},
  };
  for (const Case& one : cases) {
    diary_ = std::make_shared<Diary>();
    const auto bound = connect_to({StartTls{one.plan, ""}, say("x\r\n")});
    TlsWish wish = trusting();
    wish.least = wish.most = one.client;
    TlsClient tls(*bound, wish);
    const std::string name =
        "client " + std::to_string(one.client) + ", plan " + one.plan.min + " to " + one.plan.max;
    EXPECT_EQ(tls.up(), !one.version.empty()) << name << ": " << tls.error();
    if (tls.up()) {
      EXPECT_EQ(tls.version(), one.version) << name;
      EXPECT_EQ(tls.line(), "x\r\n") << name;
    } else {
      // Below 1.3 the server names its version first, and the client refuses it.
      const bool told = one.plan.max == "1.1";
      EXPECT_TRUE(
          diary_->waits_for(told ? "client alert protocol_version" : "our alert protocol_version"))
          << name << diary_->told();
    }
  }
}

TEST_F(Tls, ShowsSpoiltCertificates) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"expired", "certificate has expired"},
      {"not-yet-valid", "certificate is not yet valid"},
      {"self-signed", "self-signed certificate"},
      {"wrong-host", "hostname mismatch"},
      {"untrusted", "unable to get local issuer certificate"},
  };
  for (const auto& [word, error] : cases) {
    const auto client = connect_to({StartTls{with_certificate(word), ""}, say("x\r\n")});
    TlsClient tls(*client, trusting());
    EXPECT_EQ(tls.error(), error) << word;
    EXPECT_EQ(tls.up(), error.empty()) << word;
    // A client that does not look sees nothing wrong.
    const auto careless = connect_to({StartTls{with_certificate(word), ""}, say("x\r\n")});
    TlsClient trustful(*careless);
    EXPECT_EQ(trustful.line(), "x\r\n") << word;
  }
}

TEST_F(Tls, TellsWhichAlertTheClientSent) {
  Client client(serve({StartTls{with_certificate("untrusted"), ""}}));
  TlsClient tls(client, trusting());
  EXPECT_FALSE(tls.up());
  EXPECT_TRUE(diary_->waits_for("client alert unknown_ca"));
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Tls, EndsAHandshakeWithACertificateThatCannotBeRead) {
  Client client(serve({StartTls{with_certificate("/nowhere/cert.pem"), ""}}));
  TlsClient tls(client, trusting());
  EXPECT_FALSE(tls.up());
  EXPECT_TRUE(
      diary_->waits_for("tls failed: no handshake: /nowhere/cert.pem: No such file or directory"));
}

TEST_F(Tls, TellsOfPlaintextInPlaceOfAHello) {
  Client client(serve({StartTls{}}));
  client.send("MAIL FROM:<a@x.test>\r\n");
  client.until_end();
  EXPECT_TRUE(diary_->waits_for("plaintext MAIL FROM:<a@x.test>\r\n"));
}

TEST_F(Tls, SpoilsAHandshakeAsPlanned) {
  struct Case {
    std::string fault, error;
  };
  const Case cases[] = {{"fin", "unexpected eof while reading"},
                        {"garbage", "wrong version number"},
                        {"plaintext", "wrong version number"},
                        {"alert", "sslv3 alert handshake failure"},
                        {"rst", "connection lost"}};
  for (const Case& one : cases) {
    diary_ = std::make_shared<Diary>();
    const auto client =
        connect_to({say("220 go\r\n"), StartTls{with_fault(one.fault), ""}, say("never")});
    EXPECT_EQ(client->line(), "220 go\r\n") << one.fault;
    TlsClient tls(*client, trusting());
    EXPECT_EQ(tls.error(), one.error) << one.fault;
    EXPECT_TRUE(diary_->waits_for("tls failed: handshake fault: " + one.fault));
    EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0")) << one.fault;
  }
}

TEST_F(Tls, AnswersTheHelloInPlaintext) {
  Client client(serve({StartTls{with_fault("plaintext"), ""}}));
  client.send("\x16\x03\x01");
  EXPECT_EQ(client.until_end(), "500 5.5.1 Command unrecognized\r\n");
  EXPECT_FALSE(client.was_reset());
}

TEST_F(Tls, ResetsInPlaceOfAHandshake) {
  Client client(serve({StartTls{with_fault("rst"), ""}}));
  client.send("\x16\x03\x01");
  EXPECT_EQ(client.until_end(), "");
  EXPECT_TRUE(client.was_reset());
}

TEST_F(Tls, HangsInPlaceOfAHandshakeUntilTheClientGoes) {
  Client client(serve({StartTls{with_fault("hang"), ""}}));
  client.send("\x16\x03\x01");
  EXPECT_FALSE(client.readable(50ms));
  client.close();
  EXPECT_TRUE(diary_->waits_for("tls failed: handshake fault: hang"));
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
}

TEST_F(Tls, GoesOnWithAHangingHandshakeOnceItsRuleIsGone) {
  Client client(serve({Read{}, StartTls{with_fault("hang"), ""}, say("x\r\n")}));
  client.send("release");
  ASSERT_TRUE(diary_->waits_for("commit"));
  TlsClient tls(client, trusting());
  ASSERT_TRUE(tls.up()) << tls.error();
  EXPECT_EQ(tls.line(), "x\r\n");
}

TEST_F(Tls, EndsAHandshakeThatIsUnderWayWhenTheServerStops) {
  Client client(serve({say("220 go\r\n"), StartTls{}}));
  EXPECT_EQ(client.line(), "220 go\r\n");
  client.send("\x16\x03\x01");
  server_.stop(10s);
  EXPECT_EQ(client.until_end(), "");
  EXPECT_TRUE(diary_->waits_for("tls failed: the server stopped during the handshake"));
}

TEST_F(Tls, SaysGoodbyeUnlessItIsToLookTruncated) {
  const auto polite = connect_to({StartTls{}, say("bye\r\n"), Close{Close::How::fin}});
  TlsClient well(*polite, trusting());
  EXPECT_EQ(well.until_end(), "bye\r\n");
  EXPECT_TRUE(well.ended_well());

  const auto rude = connect_to({StartTls{}, say("bye\r\n"), Close{Close::How::truncate}});
  TlsClient cut(*rude, trusting());
  EXPECT_EQ(cut.until_end(), "bye\r\n");
  EXPECT_FALSE(cut.ended_well());
  EXPECT_EQ(cut.error(), "unexpected eof while reading");
}

TEST_F(Tls, ResetsTheConnection) {
  Client client(serve({StartTls{}, Read{}, Close{Close::How::rst}}));
  TlsClient tls(client, trusting());
  tls.send("x");
  EXPECT_EQ(tls.until_end(), "");
  EXPECT_FALSE(tls.ended_well());
  EXPECT_EQ(tls.error(), "connection lost");
}

TEST_F(Tls, ClosesByHalfAndGoesOnHearing) {
  Client client(serve({StartTls{}, say("a\r\n"), Close{Close::How::half}}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.until_end(), "a\r\n");
  EXPECT_TRUE(tls.ended_well());
  EXPECT_TRUE(tls.send("still heard"));
  ASSERT_TRUE(diary_->waits_for("overheard"));
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
  EXPECT_EQ(diary_->input, "still heard");
}

TEST_F(Tls, MovesMoreThanTheKernelTakesAtOnce) {
  const std::string large(8 << 20, 'x');
  Client client(serve({StartTls{}, say(large), Close{}}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.until_end().size(), large.size());
  EXPECT_TRUE(tls.ended_well());
}

TEST_F(Tls, ReadsManyRecordsThatCameAtOnce) {
  Client client(serve({StartTls{}, say("go\r\n")}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.line(), "go\r\n");
  std::string sent;
  for (int i = 0; i < 3'000; ++i) {
    const std::string piece = std::to_string(i) + ",";
    ASSERT_TRUE(tls.send(piece));
    sent += piece;
  }
  const std::string large(300'000, 'y');
  ASSERT_TRUE(tls.send(large));
  tls.say_goodbye();
  client.close();
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
  EXPECT_EQ(diary_->input, sent + large);
}

TEST_F(Tls, SurvivesARecordThatIsCutShort) {
  Client client(serve({StartTls{}, say("go\r\n")}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.line(), "go\r\n");
  // The head of a record of 4,096 octets, and no more of it.
  client.send(std::string_view("\x17\x03\x03\x10\x00 abc", 9));
  client.finish_sending();
  EXPECT_TRUE(diary_->waits_for("closed: fin, unsent 0"));
}

TEST_F(Tls, TellsOfARecordThatIsForged) {
  Client client(serve({StartTls{}, say("go\r\n")}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.line(), "go\r\n");
  client.send(std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'z'));
  EXPECT_TRUE(diary_->waits_for("our alert bad_record_mac"));
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 0"));
}

TEST_F(Tls, PacesAndCutsInside) {
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({StartTls{}, say("0123456789", Pace{2, 10ms, 0, 0, false}),
                       say("ab\r\ncd\r\n", Pace{0, 10ms, 0, 0, true}),
                       say("abcdefghij", Pace{0, 0ms, 100, 7, false}), Close{}}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.until_end(), "0123456789ab\r\ncd\r\nabcdefg");
  EXPECT_TRUE(tls.ended_well());
  EXPECT_GE(std::chrono::steady_clock::now() - began, 50ms);
  EXPECT_TRUE(diary_->waits_for("closed: carried out, unsent 3"));
}

TEST_F(Tls, DelaysInsideAndTellsOfEarlyInput) {
  Client client(serve({StartTls{}, Write{"late\r\n", Delay{200ms}, {}}}));
  TlsClient tls(client, trusting());
  tls.send("early");
  EXPECT_EQ(tls.line(), "late\r\n");
  EXPECT_TRUE(diary_->waits_for("wrote early"));
}

TEST_F(Tls, ReadsSlowlyOrNotAtAll) {
  Read slow{1h};
  slow.rate = 100;
  Read stopped{50ms};
  stopped.stop = true;
  const auto began = std::chrono::steady_clock::now();
  Client client(serve({StartTls{}, slow, slow, stopped, say("done\r\n"), Read{}}));
  TlsClient tls(client, trusting());
  tls.send(std::string(30, 'x'));
  EXPECT_EQ(tls.line(), "done\r\n");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 200ms);
  EXPECT_TRUE(diary_->waits_for("idle"));
}

TEST_F(Tls, EndsAReadAtItsTimeout) {
  Client client(serve({StartTls{}, Read{20ms}, say("too late\r\n")}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.line(), "too late\r\n");
  EXPECT_TRUE(diary_->waits_for("idle"));
}

TEST_F(Tls, SaysGoodbyeWhenTheServerStops) {
  Client client(serve({StartTls{}, say("a\r\n")}));
  TlsClient tls(client, trusting());
  EXPECT_EQ(tls.line(), "a\r\n");
  server_.stop(10s);
  EXPECT_EQ(tls.until_end(), "421 bye\r\n");
  EXPECT_TRUE(tls.ended_well());
}

}  // namespace
}  // namespace mailrig::wire
