#include "verify/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "verify_scene.hpp"

namespace mailrig {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Scene = VerifyScene;

struct VerdictTest : testing::Test {
  Scene scene;

  // Fails with exactly this first sentence.
  void fails(const Expectation& expectation, const std::string& because, const Scope& scope = {}) {
    const auto result = scene.judge(expectation, scope);
    EXPECT_EQ(result.verdict, Judgement::fail);
    ASSERT_FALSE(result.because.empty());
    EXPECT_EQ(result.because.front(), because);
  }
  void holds(const Expectation& expectation, const Scope& scope = {}) {
    const auto result = scene.judge(expectation, scope);
    EXPECT_EQ(result.verdict, Judgement::pass)
        << (result.because.empty() ? "" : result.because.front());
    EXPECT_THAT(result.because, IsEmpty());
  }
};

// --- nothing is not success ---

TEST_F(VerdictTest, FailsWhenNothingMatched) {
  fails(Scene::expect(Subject::message),
        "nothing matched: there was no message, and nobody connected");
  const auto session = scene.connect();
  fails(Scene::expect(Subject::message),
        "nothing matched: there was no message, though 1 session was opened");
  scene.attempt_in(*session, {.outcome = "451", .kept = false});
  fails(Scene::expect(Subject::message),
        "nothing matched: there was no message, though 1 transaction was tried");
  scene.attempt_in(*session, {});
  fails(Scene::expect(Subject::message, "eve@*"),
        "nothing matched: none of 1 message had to eve@*");
}

TEST_F(VerdictTest, AdmitsNothingOnlyIfItsCountDoes) {
  Expectation none = Scene::expect(Subject::message);
  for (const char* count : {"0", "<=2", "0-1"}) {
    none.count = Scene::bounds(count);
    holds(none);
  }
  for (const char* count : {"1", ">=1", "1-2"}) {
    none.count = Scene::bounds(count);
    EXPECT_EQ(scene.judge(none).verdict, Judgement::fail) << count;
  }
}

TEST_F(VerdictTest, NoConditionHoldsOfNothing) {
  const Expectation bare = Scene::per_recipient(Subject::transaction);
  std::vector<Expectation> all(6, bare);
  all[0].outcome = Scene::outcomes({"250"});
  all[1].gaps = Gaps{.min = 1s, .max = {}, .growth = {}};
  all[2].same = {{Field::subject, {}}};
  all[3].all = {Scene::condition("subject", "*")};
  all[4].none = {Scene::condition("subject", "*")};
  all[5].sequence = {{}, {}};
  for (const Expectation& each : all)
    fails(each, "nothing matched: there was no transaction, and nobody connected");
}

// --- count, per ---

TEST_F(VerdictTest, CountsWhatMatches) {
  scene.attempt({});
  scene.attempt({});
  scene.attempt({.to = {"eve@y.test"}});
  Expectation two = Scene::expect(Subject::message, "bob@*");
  two.count = Scene::bounds("2");
  holds(two);
  two.count = Scene::bounds("1");
  fails(two, "2 messages came (m1, m2), expected 1");
  two.count = Scene::bounds(">=3");
  fails(two, "2 messages came (m1, m2), expected at least 3");
}

TEST_F(VerdictTest, CountsForEachKey) {
  Expectation once = Scene::per_recipient(Subject::message);
  once.count = Scene::bounds("1");
  scene.attempt({});
  scene.attempt({.to = {"eve@y.test", "ann@y.test"}});
  holds(once);
  scene.attempt({.to = {"EVE@y.test"}});
  fails(once, "to eve@y.test: 2 messages came (m2, m3), expected 1");
}

TEST_F(VerdictTest, FindsDuplicatesByMessageId) {
  Expectation unique = Scene::expect(Subject::message);
  unique.per.push_back({{Field::header, "Message-ID"}, 0});
  unique.count = Scene::bounds("1");
  scene.attempt({});
  scene.attempt({.raw = "Message-ID: <2@x>\r\n\r\n"});
  holds(unique);
  scene.attempt({.raw = "Subject: none\r\n\r\n"});
  scene.attempt({.raw = "Subject: none\r\n\r\n"});
  fails(unique, "header:Message-ID (none): 2 messages came (m3, m4), expected 1");
}

TEST_F(VerdictTest, CountsARecipientOnceATransaction) {
  scene.attempt({.to = {"bob@y.test", "bob@y.test"}});
  Expectation once = Scene::per_recipient(Subject::transaction);
  once.count = Scene::bounds("1");
  holds(once);
}

TEST_F(VerdictTest, GroupsByNetworkOfTheClient) {
  scene.attempt({});
  Expectation by_network = Scene::expect(Subject::session);
  by_network.per.push_back({{Field::ip, {}}, 24});
  by_network.count = Scene::bounds("2");
  fails(by_network, "ip/24 192.0.2.0/24: 1 session came (s1), expected 2");
}

// --- outcome ---

TEST_F(VerdictTest, ComparesOutcomesInOrder) {
  Expectation third = Scene::per_recipient(Subject::transaction, "bob@*");
  third.outcome = Scene::outcomes({"4??", "451", "250"});
  scene.attempt({.outcome = "450", .kept = false});
  fails(third,
        "to bob@y.test: no attempt followed t1, which ended with 450: attempt 2 was to end with "
        "451; all were 450 (t1), expected 4??, 451, 250");
  scene.attempt({.outcome = "451", .kept = false});
  scene.attempt({});
  holds(third);
  scene.attempt({});
  fails(third,
        "to bob@y.test: 4 transactions came where 3 were expected; all were 450 (t1), 451 (t2), "
        "250 (t3), 250 (t4), expected 4??, 451, 250");
}

TEST_F(VerdictTest, NamesTheFirstAttemptThatEndedOtherwise) {
  Expectation lost_ack = Scene::per_recipient(Subject::transaction);
  lost_ack.outcome = Scene::outcomes({"unacked", "250"});
  scene.attempt({.outcome = "unacked"});
  scene.attempt({.outcome = "554", .kept = false});
  fails(lost_ack,
        "to bob@y.test: attempt 2 (t2) ended with 554, expected 250; all were unacked (t1), 554 "
        "(t2), expected unacked, 250");
}

TEST_F(VerdictTest, TakesARecipientsOwnOutcomeWhenKeyedByRecipient) {
  scene.attempt({.to = {"full@y.test", "ok@y.test"}, .refused = "full@y.test"});
  Expectation full = Scene::per_recipient(Subject::transaction, "full@*");
  full.outcome = Scene::outcomes({"452"});
  holds(full);
  Expectation ok = Scene::per_recipient(Subject::transaction, "ok@*");
  ok.outcome = Scene::outcomes({"250"});
  holds(ok);
  Expectation whole = Scene::expect(Subject::transaction, "full@*");
  whole.outcome = Scene::outcomes({"250"});
  holds(whole);
}

// --- gaps ---

TEST_F(VerdictTest, MeasuresGapsBetweenBeginnings) {
  Expectation waits = Scene::per_recipient(Subject::transaction);
  waits.gaps = Gaps{.min = 300s, .max = 600s, .growth = {}};
  scene.attempt({.outcome = "450", .kept = false});
  fails(waits, "to bob@y.test: only 1 transaction came (t1): gaps need two");
  scene.pass(301s);
  scene.attempt({});
  holds(waits);
  scene.pass(1500ms);
  scene.attempt({});
  fails(waits, "to bob@y.test: t3 began 1.5 s after t2, expected at least 5 min");
  scene.pass(2h);
  scene.attempt({});
  const auto late = scene.judge(waits);
  EXPECT_EQ(late.because.at(1), "to bob@y.test: t4 began 2 h after t3, expected at most 10 min");
}

TEST_F(VerdictTest, ChecksThatABackOffGrowsUntilItsLongest) {
  Expectation backs_off = Scene::per_recipient(Subject::transaction);
  backs_off.gaps =
      Gaps{.min = 1s, .max = 10s, .growth = *Bounds::parse(">=1.5", Bounds::Numbers::any)};
  scene.attempt({});
  scene.pass(1s);
  scene.attempt({});
  fails(backs_off, "to bob@y.test: only 2 transactions came (t1, t2): growth needs three");
  for (const auto gap : {2s, 4s, 8s, 10s, 10s}) {
    scene.pass(gap);
    scene.attempt({});
  }
  holds(backs_off);
  scene.pass(5s);
  scene.attempt({});
  fails(backs_off,
        "to bob@y.test: the gap before t8 was 5 s, the one before it 10 s: it grew 0.5 times, "
        "expected at least 1.5");
}

TEST_F(VerdictTest, LetsGapsStrayByTheirJitter) {
  Expectation waits = Scene::per_recipient(Subject::transaction);
  waits.gaps = Gaps{.min = 100s, .max = 200s, .growth = {}, .jitter = 0.1};
  scene.attempt({});
  scene.pass(91s);
  scene.attempt({});
  scene.pass(219s);
  scene.attempt({});
  holds(waits);
  scene.pass(89s);
  scene.attempt({});
  EXPECT_EQ(scene.judge(waits).verdict, Judgement::fail);
}

TEST_F(VerdictTest, MeasuresGapsOnThePolicyClock) {
  Expectation waits = Scene::per_recipient(Subject::transaction);
  waits.gaps = Gaps{.min = 4h, .max = {}, .growth = {}};
  scene.attempt({});
  scene.pass(3s);
  scene.attempt({});
  fails(waits, "to bob@y.test: t2 began 3 s after t1, expected at least 4 h");
  Scope scaled;
  const WallTime start = scene.wall;
  scaled.policy_time = [start](const std::string& inbox, WallTime at) {
    EXPECT_EQ(inbox, "default");
    return start + (at - start) * 4800;
  };
  holds(waits, scaled);
}

// --- same ---

TEST_F(VerdictTest, ComparesFieldsOfAttempts) {
  Expectation same = Scene::per_recipient(Subject::transaction);
  same.same = {{Field::header, "Message-ID"}, {Field::body, {}}};
  scene.attempt({.outcome = "unacked"});
  fails(same, "to bob@y.test: nothing to compare header:Message-ID with: only t1 sent its content");
  scene.attempt({});
  holds(same);
  scene.attempt({.raw = "Message-ID: <new@x>\r\n\r\nbody\r\n"});
  fails(same,
        "to bob@y.test: header:Message-ID is not the same: \"<1@x>\" in t1, \"<new@x>\" in t3");
}

TEST_F(VerdictTest, FindsNothingEqualInWhatIsNotThere) {
  Expectation same = Scene::per_recipient(Subject::transaction);
  same.same = {{Field::header, "Message-ID"}};
  scene.attempt({.raw = "Subject: x\r\n\r\n"});
  scene.attempt({.raw = "Subject: x\r\n\r\n"});
  fails(same, "to bob@y.test: t1 has no header:Message-ID to compare");
}

TEST_F(VerdictTest, LeavesOutOfTheComparisonWhatWasRefusedBeforeItsContent) {
  Expectation same = Scene::per_recipient(Subject::transaction);
  same.same = {{Field::header, "Message-ID"}};
  scene.attempt({.outcome = "450", .raw = "", .kept = false});
  scene.attempt({.outcome = "451", .kept = false});
  scene.attempt({});
  holds(same);
}

TEST_F(VerdictTest, SaysThatLongValuesDifferFurtherOn) {
  Expectation same = Scene::per_recipient(Subject::transaction);
  same.same = {{Field::body, {}}};
  const std::string start = "Subject: x\r\n\r\n" + std::string(300, 'a');
  scene.attempt({.raw = start + "b\r\n"});
  scene.attempt({.raw = start + "c\r\n"});
  EXPECT_THAT(scene.judge(same).because.front(), HasSubstr("(they differ further on)"));
}

// --- all, none, sequence ---

TEST_F(VerdictTest, ChecksEveryMatchedRecord) {
  scene.attempt({});
  Expectation clean = Scene::expect(Subject::session);
  clean.all = {Scene::condition("quit", "true")};
  clean.none = {Scene::condition("failed", "true")};
  holds(clean);
  const auto session = scene.connect();
  session->note_failure();
  scene.store.close_session(*session, ClosedBy::client, "fin", scene.steady);
  const auto result = scene.judge(clean);
  EXPECT_THAT(result.because, ElementsAre("in s2 quit is false, expected true",
                                          "s2 has failed true, expected of none"));
  EXPECT_THAT(result.records, ElementsAre("s2"));
}

TEST_F(VerdictTest, WaitsForAnOpenSessionToBecomeWhatItIsToBe) {
  const auto session = scene.connect();
  Expectation quits = Scene::expect(Subject::session);
  quits.all = {Scene::condition("quit", "true")};
  quits.within = 5s;
  Verification verification({quits}, scene.wall, Watching::whole);
  const auto look = [&] {
    return verification.look(gather(scene.store, {}, Lines::read), {}, scene.wall,
                             Verification::Time::more);
  };
  EXPECT_FALSE(look());
  EXPECT_TRUE(verification.silent());
  scene.close(*session);
  EXPECT_TRUE(look());
  EXPECT_EQ(verification.results().at(0).verdict, Judgement::pass);
}

TEST_F(VerdictTest, FindsASequenceOfCommands) {
  const auto session = scene.connect();
  for (const auto& [text, stage] : {std::pair{"EHLO client.test", Stage::ehlo},
                                    {"STARTTLS", Stage::starttls},
                                    {"EHLO client.test", Stage::ehlo},
                                    {"AUTH PLAIN", Stage::auth}})
    scene.command(*session, text, stage);
  Expectation upgrade = Scene::expect(Subject::command);
  upgrade.sequence = {{Scene::condition("verb", "STARTTLS")}, {Scene::condition("verb", "AUTH")}};
  holds(upgrade);
  upgrade.sequence.push_back({Scene::condition("verb", "EHLO")});
  fails(upgrade,
        "step 3 of 3 (verb EHLO) came too early, not behind STARTTLS in s1, AUTH PLAIN in s1");
  upgrade.sequence.back() = {Scene::condition("verb", "MAIL")};
  fails(upgrade, "step 3 of 3 (verb MAIL) did not come behind STARTTLS in s1, AUTH PLAIN in s1");
}

// --- within, for ---

struct Watch {
  Scene& scene;
  Verification verification;

  bool look() {
    return verification.look(gather(scene.store, {}, Lines::read), {}, scene.wall,
                             Verification::Time::more);
  }
  Judgement verdict() { return verification.results().at(0).verdict; }
};

TEST_F(VerdictTest, AnswersAsSoonAsTheLowerBoundHolds) {
  Expectation two = Scene::expect(Subject::message);
  two.count = Scene::bounds(">=2");
  two.within = 10s;
  Watch watch{scene, {{two}, scene.wall, Watching::whole}};
  EXPECT_EQ(watch.verification.limit(), 10s);
  EXPECT_FALSE(watch.look());
  scene.pass(3s);
  scene.attempt({});
  EXPECT_FALSE(watch.look());
  scene.attempt({});
  EXPECT_TRUE(watch.look());
  EXPECT_EQ(watch.verdict(), Judgement::pass);
}

TEST_F(VerdictTest, FailsWhenTheTimeForTheLowerBoundIsOver) {
  Expectation one = Scene::expect(Subject::message);
  one.within = 10s;
  Watch watch{scene, {{one}, scene.wall, Watching::whole}};
  scene.pass(9999ms);
  EXPECT_FALSE(watch.look());
  scene.pass(1ms);
  EXPECT_TRUE(watch.look());
  EXPECT_EQ(watch.verdict(), Judgement::fail);
  EXPECT_EQ(watch.verification.results()[0].because.front(),
            "nothing matched: there was no message, and nobody connected (waited 10 s)");
}

TEST_F(VerdictTest, WatchesTheUpperBoundForAsLongAsAsked) {
  Expectation once = Scene::expect(Subject::message);
  once.count = Scene::bounds("1");
  once.within = 10s;
  once.lasting = 2s;
  Watch watch{scene, {{once}, scene.wall, Watching::whole}};
  EXPECT_EQ(watch.verification.limit(), 12s);
  scene.pass(5s);
  scene.attempt({});
  EXPECT_FALSE(watch.look());
  EXPECT_EQ(watch.verification.deadline(), scene.wall + 2s);
  scene.pass(1s);
  EXPECT_FALSE(watch.look());
  scene.pass(1s);
  EXPECT_TRUE(watch.look());
  EXPECT_EQ(watch.verdict(), Judgement::pass);
}

TEST_F(VerdictTest, FailsAtOnceWhenTheUpperBoundIsBroken) {
  Expectation none = Scene::expect(Subject::message);
  none.count = Scene::bounds("0");
  none.lasting = 60s;
  Watch watch{scene, {{none}, scene.wall, Watching::whole}};
  EXPECT_FALSE(watch.look());
  scene.attempt({});
  EXPECT_TRUE(watch.look());
  EXPECT_EQ(watch.verdict(), Judgement::fail);
}

TEST_F(VerdictTest, WatchesNoLongerThanASessionIsOpenIfSoAsked) {
  const auto session = scene.connect();
  Expectation none = Scene::expect(Subject::message);
  none.count = Scene::bounds("0");
  none.lasting = 60s;
  Watch watch{scene, {{none}, scene.wall, Watching::until_no_session_is_open}};
  EXPECT_FALSE(watch.look());
  scene.close(*session);
  EXPECT_TRUE(watch.look());
  EXPECT_EQ(watch.verdict(), Judgement::pass);
}

// --- what is no longer there ---

TEST_F(VerdictTest, IsAnErrorWhenItsRangeLostRecords) {
  scene.attempt({});
  scene.attempt({.to = {"eve@y.test"}});
  const std::uint64_t mark = scene.store.seq();
  Query eve;
  eve.conditions.push_back(Scene::condition("to", "eve@*"));
  scene.store.erase_messages(eve);
  const auto result = scene.judge(Scene::expect(Subject::message, "bob@*"));
  EXPECT_EQ(result.verdict, Judgement::error);
  EXPECT_THAT(result.because.front(), HasSubstr("evicted or deleted"));
  holds(Scene::expect(Subject::session));
  holds(Scene::expect(Subject::transaction, "bob@*"));
  Expectation by_subject = Scene::expect(Subject::transaction);
  by_subject.match.push_back(Scene::condition("subject", "Hello"));
  EXPECT_EQ(scene.judge(by_subject).verdict, Judgement::error);
  scene.attempt({});
  Scope later;
  later.after = mark;
  holds(Scene::expect(Subject::message), later);
}

TEST_F(VerdictTest, IsAnErrorWhenRecordsWereEvicted) {
  Scene small(StoreLimits{.kept_octets = 20'000});
  for (int i = 0; i < 10; ++i)
    small.attempt({.raw = "Subject: x\r\n\r\n" + std::string(4'000, 'x')});
  for (const Subject subject : {Subject::message, Subject::transaction, Subject::command})
    EXPECT_EQ(small.judge(Scene::expect(subject)).verdict, Judgement::error) << to_string(subject);
  Scope elsewhere;
  elsewhere.inbox = *Pattern::parse("t42", Field::inbox);
  EXPECT_EQ(small.judge(Scene::expect(Subject::message), elsewhere).verdict, Judgement::fail)
      << "what others lost is no concern of this inbox";
}

TEST_F(VerdictTest, TheGravestVerdictIsTheWhole) {
  const auto with = [](std::initializer_list<Judgement> all) {
    std::vector<ExpectationResult> results;
    for (const Judgement each : all) results.emplace_back().verdict = each;
    return verdict_of(results);
  };
  EXPECT_EQ(with({}), Judgement::pass);
  EXPECT_EQ(with({Judgement::pass, Judgement::fail}), Judgement::fail);
  EXPECT_EQ(with({Judgement::error, Judgement::fail}), Judgement::error);
}

}  // namespace
}  // namespace mailrig
