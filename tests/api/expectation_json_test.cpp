// Expectations as scenario files and requests write them.
#include "json/expectation_json.hpp"

#include <gtest/gtest.h>

namespace mailrig::json {
namespace {

Faults faults_of(const std::string& expectation) {
  const auto read = read_expectations("[" + expectation + "]");
  return read ? Faults{} : read.error();
}

TEST(ExpectationJson, ReadsEveryField) {
  const auto read = read_expectations(R"([{"name": "n", "transaction": {"to": "bob@*"},
    "count": "2-3", "per": ["to", "header:Message-ID", "ip/24"], "within": "30s", "for": "2s",
    "outcome": ["4??", "250"], "gaps": {"min": "1s", "max": "10m", "growth": ">=1.5", "jitter": 0.1},
    "same": ["subject"], "all": {"tls": true}, "none": {"size": ">1000"},
    "sequence": [{"outcome": "4*"}, {"outcome": "250"}]}])");
  ASSERT_TRUE(read) << read.error().at(0).pointer << " " << read.error().at(0).reason;
  const Expectation& it = read->at(0);
  EXPECT_EQ(it.name, "n");
  EXPECT_EQ(it.subject, Subject::transaction);
  EXPECT_EQ(in_words(it.match), "to bob@*");
  EXPECT_EQ(it.count->in_words(), "2 to 3");
  ASSERT_EQ(it.per.size(), 3u);
  EXPECT_EQ(to_string(it.per[2]), "ip/24");
  EXPECT_EQ(it.within, std::chrono::seconds(30));
  EXPECT_EQ(it.lasting, std::chrono::seconds(2));
  EXPECT_EQ(it.outcome.size(), 2u);
  EXPECT_EQ(it.gaps->max, std::chrono::minutes(10));
  EXPECT_EQ(it.gaps->growth->in_words(), "at least 1.5");
  EXPECT_EQ(it.gaps->jitter, 0.1);
  EXPECT_EQ(it.same.size(), 1u);
  EXPECT_EQ(it.all.size(), 1u);
  EXPECT_EQ(it.none.size(), 1u);
  EXPECT_EQ(it.sequence.size(), 2u);
}

TEST(ExpectationJson, NamesWhatHasNoName) {
  const auto read = read_expectations(
      R"([{"message": {"to": "bob@*", "subject": {"contains": "x"}}}, {"session": {}}])");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(0).name, R"(1: message to bob@*, subject {"contains": "x"})");
  EXPECT_EQ(read->at(1).name, "2: session anything");
}

TEST(ExpectationJson, RefusesEachMistakeWithItsPlaceAndWhatToDo) {
  struct Case {
    const char *expectation, *pointer, *reason, *hint;
  };
  for (const auto& [expectation, pointer, reason, hint] : {
           Case{R"({})", "/0", "needs what it counts", "one of message, transaction"},
           Case{R"({"message": {}, "session": {}})", "/0/session", "counts a message already",
                "two expectations"},
           Case{R"({"mesage": {}})", "/0/mesage", "unknown field", "did you mean message?"},
           Case{R"({"finding": {}})", "/0/finding", "not built yet", "one of message"},
           Case{R"({"message": {"too": "x"}})", "/0/message/too", "has no field too",
                "did you mean to?"},
           Case{R"({"session": {"subject": "x"}})", "/0/session/subject",
                "a session has no field subject", "known here"},
           Case{R"({"message": {"subject": "/(/"}})", "/0/message/subject", "", ""},
           Case{R"({"message": []})", "/0/message", "an object of fields", ""},
           Case{R"({"message": {}, "count": "two"})", "/0/count", "is no count", ""},
           Case{R"({"message": {}, "count": 1.5})", "/0/count", "is no count", ""},
           Case{R"({"message": {}, "count": -1})", "/0/count", "is no count", ""},
           Case{R"({"message": {}, "count": true})", "/0/count", "a number, or a string", ""},
           Case{R"({"message": {}, "per": "to"})", "/0/per", "per is a list", R"(write ["to"])"},
           Case{R"({"message": {}, "per": []})", "/0/per", "empty list", ""},
           Case{R"({"message": {}, "per": ["verb"]})", "/0/per/0", "has no \"verb\"", ""},
           Case{R"({"message": {}, "per": ["to", "to"]})", "/0/per/1", "named twice", ""},
           Case{R"({"message": {}, "per": ["ip/0"]})", "/0/per/0", "1 to 128 bits", ""},
           Case{R"({"message": {}, "per": ["body"]})", "/0/per/0", "too long", ""},
           Case{R"({"message": {}, "within": "10"})", "/0/within", "unit required", ""},
           Case{R"({"message": {}, "within": "48h"})", "/0/within", "at most 24h", ""},
           Case{R"({"message": {}, "within": 10})", "/0/within", "", ""},
           Case{R"({"message": {}, "count": 0, "within": "5s"})", "/0/within",
                "nothing to wait for", "write \"for\""},
           Case{R"({"message": {}, "count": ">=1", "for": "5s"})", "/0/for", "nothing to watch",
                "upper bound"},
           Case{R"({"transaction": {}, "outcome": "250"})", "/0/outcome", "is a list",
                R"(write ["250"])"},
           Case{R"({"transaction": {}, "outcome": []})", "/0/outcome", "empty list", ""},
           Case{R"({"transaction": {}, "outcome": ["unaked"]})", "/0/outcome/0",
                "no transaction ends with", "unacked"},
           Case{R"({"transaction": {}, "outcome": [250]})", "/0/outcome/0", "",
                "write it as a string"},
           Case{R"({"message": {}, "outcome": ["250"]})", "/0/outcome", "about attempts",
                "count transactions"},
           Case{R"({"session": {}, "gaps": {"min": "1s"}})", "/0/gaps", "about attempts", ""},
           Case{R"({"command": {}, "same": ["arg"]})", "/0/same", "about attempts", ""},
           Case{R"({"transaction": {}, "gaps": {}})", "/0/gaps", "say nothing", ""},
           Case{R"({"transaction": {}, "gaps": {"least": "1s"}})", "/0/gaps/least", "unknown field",
                ""},
           Case{R"({"transaction": {}, "gaps": {"min": "2s", "max": "1s"}})", "/0/gaps",
                "no gap is both", "swap"},
           Case{R"({"transaction": {}, "gaps": {"min": "2s", "jitter": 10}})", "/0/gaps/jitter",
                "from 0 to below 1", "divide by 100"},
           Case{R"({"transaction": {}, "gaps": {"growth": "fast"}})", "/0/gaps/growth",
                "is no bound", ""},
           Case{R"({"transaction": {}, "same": []})", "/0/same", "empty list", ""},
           Case{R"({"transaction": {}, "same": ["verb"]})", "/0/same/0", "has no field verb", ""},
           Case{R"({"session": {}, "none": {}})", "/0/none", "every record matches",
                "\"count\": 0"},
           Case{R"({"session": {}, "sequence": [{}]})", "/0/sequence", "at least two", ""},
           Case{R"({"session": {}, "name": ""})", "/0/name", "1 to 200 octets", ""},
       }) {
    const Faults faults = faults_of(expectation);
    ASSERT_FALSE(faults.empty()) << expectation;
    EXPECT_EQ(faults[0].pointer, pointer) << expectation;
    EXPECT_NE(faults[0].reason.find(reason), std::string::npos)
        << expectation << ": " << faults[0].reason;
    EXPECT_NE(faults[0].hint.find(hint), std::string::npos)
        << expectation << ": " << faults[0].hint;
  }
}

TEST(ExpectationJson, RefusesANameGivenTwice) {
  const Faults faults = faults_of(R"({"name": "a", "session": {}}, {"name": "a", "message": {}})");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].pointer, "/1/name");
  EXPECT_NE(faults[0].reason.find("taken by /0"), std::string::npos);
}

TEST(ExpectationJson, ReadsWhatARequestAsks) {
  const auto read = read_verify_request(
      R"({"expect": [{"session": {}}], "inbox": "t*", "after": 17, "untilIdle": true})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->expect.size(), 1u);
  EXPECT_EQ(read->after, 17u);
  EXPECT_TRUE(read->until_idle);
  EXPECT_TRUE(read->inbox->matches(std::string_view("t42")));
}

TEST(ExpectationJson, RefusesRequestsThatAskNothing) {
  for (const char* body : {"{}", "[]", "{", R"({"expect": []})", R"({"expect": [{}]})",
                           R"({"expect": {}})", R"({"scenario": "a", "expect": [{"session": {}}]})",
                           R"({"scenario": 1})", R"({"expect": [{"session": {}}], "after": -1})",
                           R"({"expect": [{"session": {}}], "afer": 1})",
                           R"({"expect": [{"session": {}}], "untilIdle": "yes"})"})
    EXPECT_FALSE(read_verify_request(body)) << body;
}

TEST(ExpectationJson, WritesTheRequestThatItReads) {
  VerifyCall call;
  call.expect = R"([{"session":{}}])";
  call.inbox = "t42";
  call.after = 3;
  call.until_idle = true;
  const auto read = read_verify_request(write_verify_call(call));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->expect.size(), 1u);
  EXPECT_EQ(read->after, 3u);
  call.expect.clear();
  call.scenario = "lost-ack";
  const auto named = read_verify_request(write_verify_call(call));
  ASSERT_TRUE(named);
  EXPECT_EQ(named->scenario, "lost-ack");
}

TEST(ExpectationJson, KnowsHowLongAnAnswerMayTake) {
  EXPECT_EQ(longest_wait(R"([{"session": {}}])"), std::chrono::milliseconds(0));
  EXPECT_EQ(longest_wait(R"([{"message": {}, "count": 1, "within": "5s", "for": "30s"},
                             {"session": {}, "within": "10s"}])"),
            std::chrono::seconds(35));
}

}  // namespace
}  // namespace mailrig::json
