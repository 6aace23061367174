// What a session does with verdicts that no rule of a transcript can give yet, and when it asks.
#include "smtp/dialog.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "transcripts/player.hpp"

namespace mailrig::transcripts {
namespace {

// Decides as the test says, and writes down what it was offered.
struct Script final : Behavior {
  Verdict decide(const Moment& moment) override {
    std::string line(to_string(moment.stage));
    if (moment.planned) line += " " + std::to_string(moment.planned->code());
    if (moment.stage == Stage::body) line += " " + std::string(*moment.content);
    offered.push_back(line);
    return verdict ? verdict(moment) : Verdict{};
  }
  Alarm alarm(const Moment& moment) const override { return wait ? wait(moment) : Alarm{}; }
  bool holds(std::string_view) const override { return true; }

  std::function<Verdict(const Moment&)> verdict;
  std::function<Alarm(const Moment&)> wait;
  std::vector<std::string> offered;
};

// At `stage` do what `change` makes of an empty verdict.
std::function<Verdict(const Moment&)> at(Stage stage, std::function<void(Verdict&)> change) {
  return [=](const Moment& moment) {
    Verdict verdict;
    if (moment.stage != stage) return verdict;
    verdict.rule = "r1";
    change(verdict);
    return verdict;
  };
}

struct Rig {
  smtp::Options options;
  Store store;
  Script script;

  Connection connect() { return Connection(options, store, script); }
  std::shared_ptr<const Transaction> last() {
    const auto page = store.find_transactions({});
    return page.items.empty() ? nullptr : page.items.front();
  }
};

constexpr std::string_view kUpToData =
    "HELO c\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@y.test>\r\nDATA\r\n";

TEST(Dialog, OffersEachCommandOnceAfterItsCheck) {
  Rig rig;
  Connection connection = rig.connect();
  connection.send("EHLO c\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:bad\r\nRCPT TO:<b@y.test>\r\nDATA\r\n",
                  100'000);
  connection.send("hi\r\n.\r\nRSET\r\nNOOP\r\nVRFY x\r\nHELP\r\nAUTH PLAIN x\r\nSTARTTLS\r\nX\r\n",
                  100'000);
  connection.send("RCPT TO:<b@y.test>\r\nQUIT\r\n", 100'000);
  EXPECT_EQ(rig.script.offered,
            (std::vector<std::string>{"connect 220", "ehlo 250", "mail 250", "rcpt 501", "rcpt 250",
                                      "data 354", "eom 250", "rset 250", "noop 250", "vrfy 252",
                                      "command 214", "auth 501", "starttls 502", "command 500",
                                      "rcpt 503", "quit 221", "closed"}));
}

TEST(Dialog, OffersBodyAtTheOctetsNamedHoweverTheyCome) {
  for (const std::size_t chunk : {1, 7, 100'000}) {
    Rig rig;
    rig.script.wait = [](const Moment& moment) {
      Alarm alarm;
      if (moment.stage != Stage::body) return alarm;
      alarm.octets = moment.content->empty() ? 4 : 8;
      return alarm;
    };
    Connection connection = rig.connect();
    connection.send(std::string(kUpToData) + "..ab\r\ncdefg\r\n.\r\nQUIT\r\n", chunk);
    std::erase_if(rig.script.offered,
                  [](const std::string& line) { return !line.starts_with("body"); });
    EXPECT_EQ(rig.script.offered, (std::vector<std::string>{"body .ab\r", "body .ab\r\ncde"}));
    EXPECT_EQ(rig.last()->outcome, "250");
  }
}

TEST(Dialog, LetsAReplyAtBodyStandForTheOneAtTheEnd) {
  Rig rig;
  rig.script.wait = [](const Moment& moment) {
    Alarm alarm;
    if (moment.stage == Stage::body && moment.content->empty()) alarm.octets = 2;
    return alarm;
  };
  rig.script.verdict =
      at(Stage::body, [](Verdict& verdict) { verdict.replies = {Reply::parse("452 4.3.1 Full")}; });
  Connection connection = rig.connect();
  connection.send(kUpToData, 100'000);
  connection.said();
  connection.send("abcd", 100'000);
  EXPECT_EQ(connection.said(), "452 4.3.1 Full\r\n");
  connection.send("\r\nRSET\r\n.\r\nNOOP\r\n", 100'000);
  EXPECT_EQ(connection.said(), "250 2.0.0 Ok\r\n");
  EXPECT_EQ(rig.last()->outcome, "452");
  EXPECT_EQ(rig.last()->content->octets(), "abcd\r\nRSET\r\n");
  EXPECT_EQ(rig.last()->rules.get(), std::vector<std::string>{"r1"});
  EXPECT_EQ(std::count(rig.script.offered.begin(), rig.script.offered.end(), "eom 250"), 0);
}

TEST(Dialog, CutsMailDataAtTheOctetWhereARuleCloses) {
  for (const std::size_t chunk : {1, 100'000}) {
    Rig rig;
    rig.script.wait = [](const Moment& moment) {
      Alarm alarm;
      if (moment.stage == Stage::body) alarm.octets = 3;
      return alarm;
    };
    rig.script.verdict =
        at(Stage::body, [](Verdict& verdict) { verdict.then = Close{Close::How::rst}; });
    Connection connection = rig.connect();
    connection.send(std::string(kUpToData) + "abcdef\r\n.\r\n", chunk);
    EXPECT_EQ(connection.closed_how(), Close::How::rst);
    EXPECT_EQ(rig.last()->outcome, "lost");
    EXPECT_EQ(rig.last()->content->octets(), "abc");
  }
}

TEST(Dialog, EditsWhatTheEhloReplySays) {
  Rig rig;
  rig.options.hostname = "h.test";
  for (const std::string& keyword : smtp::extension_keywords())
    rig.options.extensions.set(*smtp::parse_extension(keyword), false);
  rig.options.extensions.set(smtp::Extension::pipelining, true);
  rig.options.extensions.set(smtp::Extension::size, true);
  rig.options.extensions.set(smtp::Extension::help, true);
  rig.options.auth.accept = smtp::AuthPolicy::Accept::off;
  rig.script.verdict = at(Stage::ehlo, [](Verdict& verdict) {
    verdict.capabilities = {{true, "PIPELINING"}, {false, "SIZE 1000"}, {false, "X-FOO"}};
  });
  Connection connection = rig.connect();
  connection.said();
  connection.send("EHLO c\r\n", 100);
  EXPECT_EQ(connection.said(), "250-h.test\r\n250-SIZE 1000\r\n250-HELP\r\n250 X-FOO\r\n");
}

TEST(Dialog, ClosesBehindItsReplyToQuitAsTheClientAsked) {
  Rig rig;
  Connection connection = rig.connect();
  connection.send("HELO c\r\nQUIT\r\n", 100);
  EXPECT_TRUE(connection.closed_as_asked());
}

TEST(Dialog, ClosesOfItsOwnAccordWithoutBeingAsked) {
  Rig rig;
  rig.script.verdict = at(Stage::rset, [](Verdict& verdict) { verdict.then = Close{}; });
  Connection connection = rig.connect();
  connection.send("HELO c\r\nRSET\r\n", 100);
  EXPECT_EQ(connection.closed_how(), Close::How::fin);
  EXPECT_FALSE(connection.closed_as_asked());
}

TEST(Dialog, NeverHoldsAReplyBackThatARuleResetsBehind) {
  Rig rig;
  rig.script.verdict =
      at(Stage::quit, [](Verdict& verdict) { verdict.then = Close{Close::How::rst}; });
  Connection connection = rig.connect();
  connection.send("HELO c\r\nQUIT\r\n", 100);
  EXPECT_EQ(connection.closed_how(), Close::How::rst);
  EXPECT_FALSE(connection.closed_as_asked());
}

TEST(Dialog, TakesAReplyCutShortForNone) {
  Rig rig;
  rig.script.verdict = at(Stage::eom, [](Verdict& verdict) {
    verdict.pace.cut = 7;
    verdict.then = Close{};
  });
  Connection connection = rig.connect();
  connection.send(kUpToData, 100);
  connection.said();
  connection.send(".\r\n", 100);
  EXPECT_EQ(connection.said(), "250 2.0");
  EXPECT_EQ(rig.last()->outcome, "unacked");
  EXPECT_NE(rig.last()->message, 0u);
}

TEST(Dialog, TakesAReplyThatIsNeverSentForNone) {
  Rig rig;
  rig.script.verdict = at(Stage::eom, [](Verdict& verdict) { verdict.delay.forever = true; });
  Connection connection = rig.connect();
  connection.send(std::string(kUpToData) + ".\r\nNOOP\r\n", 100'000);
  EXPECT_EQ(connection.said().find("kept as"), std::string::npos);
  connection.leave(false);
  EXPECT_EQ(rig.last()->outcome, "unacked");
}

TEST(Dialog, OffersASilenceOnceAndGoesOn) {
  Rig rig;
  rig.script.wait = [](const Moment& moment) {
    Alarm alarm;
    if (moment.stage == Stage::idle) alarm.idle = Milliseconds(30'000);
    return alarm;
  };
  Connection connection = rig.connect();
  connection.idle();
  connection.said();
  connection.send("NOOP\r\n", 100);
  EXPECT_EQ(connection.said(), "250 2.0.0 Ok\r\n");
  connection.idle();
  EXPECT_TRUE(connection.open());
  connection.idle();
  EXPECT_FALSE(connection.open());
  EXPECT_EQ(rig.script.offered, (std::vector<std::string>{"connect 220", "idle", "noop 250", "idle",
                                                          "idle 421", "closed"}));
}

TEST(Dialog, TakesARecipientThatARuleAcceptsAgainstItsCheck) {
  Rig rig;
  rig.script.verdict = at(
      Stage::rcpt, [](Verdict& verdict) { verdict.replies = {Reply::parse("250 2.1.5 Why not")}; });
  Connection connection = rig.connect();
  connection.send("HELO c\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:oops\r\nDATA\r\n", 100);
  connection.send(".\r\n", 100);
  EXPECT_EQ(rig.last()->outcome, "250");
  EXPECT_EQ(rig.last()->envelope.to.front().address, "TO:oops");
  EXPECT_EQ(rig.last()->envelope.to.front().reply, "250 2.1.5 Why not");
}

TEST(Dialog, AsksWhatAHandshakeIsToBeLikeOnceThe220HasLeft) {
  Rig rig;
  rig.options.tls = smtp::TlsMode::starttls;
  rig.script.verdict = at(Stage::tls, [](Verdict& verdict) {
    verdict.tls = TlsPlan();
    verdict.tls->certificate = "expired";
  });
  Connection connection = rig.connect();
  connection.send("EHLO c\r\n", 100);
  connection.said();
  connection.send("STARTTLS\r\n", 100);
  EXPECT_EQ(connection.said(), "220 2.0.0 Ready to start TLS\r\n");
  ASSERT_TRUE(connection.handshake());
  EXPECT_EQ(connection.handshake()->plan.certificate, "expired");
  EXPECT_EQ(rig.script.offered,
            (std::vector<std::string>{"connect 220", "ehlo 250", "starttls 220", "tls"}));
}

TEST(Dialog, BeginsWithAHandshakeUnderImplicitTls) {
  Rig rig;
  rig.options.tls = smtp::TlsMode::implicit;
  Connection connection = rig.connect();
  EXPECT_EQ(connection.said(), "");
  ASSERT_TRUE(connection.handshake());
  connection.start_tls("TLSv1.2");
  EXPECT_TRUE(connection.said().starts_with("220 "));
  EXPECT_EQ(rig.script.offered, (std::vector<std::string>{"tls", "connect 220"}));
  EXPECT_EQ(connection.record().facts()->tls, "TLSv1.2");
}

TEST(Dialog, ClosesInsteadOfAHandshakeIfARuleSaysSo) {
  Rig rig;
  rig.options.tls = smtp::TlsMode::starttls;
  rig.script.verdict =
      at(Stage::tls, [](Verdict& verdict) { verdict.then = Close{Close::How::rst}; });
  Connection connection = rig.connect();
  connection.send("STARTTLS\r\n", 100);
  EXPECT_FALSE(connection.handshake());
  EXPECT_EQ(connection.closed_how(), Close::How::rst);
}

TEST(Dialog, BeginsAHandshakeWhereverARuleAnswersStarttlsWith220) {
  Rig rig;  // does not offer it
  rig.script.verdict =
      at(Stage::starttls, [](Verdict& verdict) { verdict.replies = {Reply::parse("220 go")}; });
  Connection connection = rig.connect();
  connection.send("STARTTLS\r\n", 100);
  EXPECT_TRUE(connection.handshake());
}

// RFC 3207 §4.2, CVE-2011-0411: however the octets are cut, before the 220 or behind it.
TEST(Dialog, NeverExecutesPlaintextBehindStarttlsAndAlwaysRecordsIt) {
  std::mt19937 random(3207);
  for (int connection_number = 0; connection_number < 1'000; ++connection_number) {
    Rig rig;
    rig.options.tls = smtp::TlsMode::starttls;
    Connection connection = rig.connect();
    std::string_view rest =
        "EHLO c\r\nSTARTTLS\r\nEHLO c\r\nMAIL FROM:<evil@x.test>\r\nRCPT TO:<b@y.test>\r\n";
    while (!connection.handshake()) {
      ASSERT_FALSE(rest.empty());
      const std::size_t n = std::uniform_int_distribution<std::size_t>(1, 40)(random);
      connection.send(rest.substr(0, n), 1'000);
      rest.remove_prefix(std::min(n, rest.size()));
    }
    const bool cut_behind = rest.size() == 53;  // all of it comes in place of a handshake
    if (cut_behind || connection_number % 2 == 0) {
      connection.fail_tls(rest);
    } else {
      connection.start_tls("");
      connection.send("MAIL FROM:<a@x.test>\r\n", 1'000);
      EXPECT_TRUE(connection.said().ends_with("503 5.5.1 Send EHLO or HELO first\r\n"));
    }
    EXPECT_TRUE(connection.record().state().has(Mark::starttls_injection)) << connection_number;
    EXPECT_EQ(connection.record().open(), nullptr);
    EXPECT_EQ(rig.last(), nullptr) << connection_number;
  }
}

TEST(Dialog, NeverExecutesPlaintextBehindStarttlsUnderAnyProfileButOne) {
  std::mt19937 random(8314);
  for (const smtp::Profile& profile : smtp::profiles()) {
    if (profile.starttls_vulnerable) continue;
    for (int connection_number = 0; connection_number < 125; ++connection_number) {
      SCOPED_TRACE(profile.name + " " + std::to_string(connection_number));
      Rig rig;
      rig.options.tls = smtp::TlsMode::starttls;
      rig.options.profile = profile;
      Connection connection = rig.connect();
      connection.send("EHLO c.test\r\n", 1'000);
      const std::string_view plaintext = "EHLO c.test\r\nMAIL FROM:<evil@x.test>\r\n";
      const std::string octets = "STARTTLS\r\n" + std::string(plaintext);
      std::string_view rest = octets;
      while (!connection.handshake()) {
        ASSERT_TRUE(connection.open() && !rest.empty());
        const std::size_t n = std::uniform_int_distribution<std::size_t>(1, rest.size())(random);
        connection.send(rest.substr(0, n), 1'000);
        rest.remove_prefix(n);
      }
      connection.start_tls("");
      connection.send("MAIL FROM:<a@x.test>\r\n", 1'000);
      EXPECT_EQ(connection.record().state().has(Mark::starttls_injection),
                rest.size() < plaintext.size());
      EXPECT_TRUE(!rig.last() || rig.last()->envelope.from.address != "evil@x.test");
      const Transaction* const begun = connection.record().open();
      EXPECT_TRUE(!begun || begun->envelope.from.address != "evil@x.test");
    }
  }
}

TEST(Dialog, ExecutesPlaintextBehindStarttlsWhereTheProfileIsVulnerableAndRecordsItToo) {
  std::mt19937 random(2011);
  for (int connection_number = 0; connection_number < 200; ++connection_number) {
    Rig rig;
    rig.options.tls = smtp::TlsMode::starttls;
    rig.options.profile = *smtp::find_profile("vulnerable");
    Connection connection = rig.connect();
    connection.send("EHLO c\r\n", 1'000);
    const std::string_view injected = "EHLO c\r\nMAIL FROM:<evil@x.test>\r\n";
    const std::size_t n = std::uniform_int_distribution<std::size_t>(1, injected.size())(random);
    // So much has arrived with STARTTLS; the rest comes inside TLS.
    connection.send("STARTTLS\r\n" + std::string(injected.substr(0, n)), 1'000);
    ASSERT_TRUE(connection.handshake());
    connection.start_tls("");
    connection.send(injected.substr(n), 1'000);
    EXPECT_TRUE(connection.record().state().has(Mark::starttls_injection)) << n;
    ASSERT_NE(connection.record().open(), nullptr) << n;
    EXPECT_EQ(connection.record().open()->envelope.from.address, "evil@x.test");
  }
}

TEST(Dialog, ShowsTheMessageBeforeTheReplyLeaves) {
  Rig rig;
  Connection connection = rig.connect();
  connection.send(kUpToData, 100);
  connection.hold_writes();
  connection.send("hello\r\n.\r\n", 100);
  ASSERT_NE(rig.last(), nullptr);
  EXPECT_EQ(rig.last()->outcome, "250");
  EXPECT_EQ(rig.store.counts().messages, 1u);
  connection.leave(true);
  EXPECT_EQ(rig.last()->outcome, "unacked");
}

}  // namespace
}  // namespace mailrig::transcripts
