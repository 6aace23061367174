// Rules in JSON: what they may say, what is refused and why, and how they are shown again.
#include "json/rule_json.hpp"

#include <gtest/gtest.h>

#include "json/document.hpp"
#include "json/rule_fields.hpp"

namespace mailrig::json {
namespace {

Rule good(std::string_view text) {
  auto rule = read_rule(text);
  if (rule) return *rule;
  for (const Fault& fault : rule.error())
    ADD_FAILURE() << text << "\n" << fault.pointer << ": " << fault.reason << " " << fault.hint;
  return {};
}

TEST(RuleJson, ReadsEveryField) {
  const Rule rule = good(R"({"name": "full", "on": ["rcpt", "eom"],
      "match": {"to": "bob@*", "from.domain": ["x.test", {"not": "y.test"}], "size": ">10",
                "user": null, "tls": false, "helo": {"contains": "mx"}},
      "per": ["ip/24", "to"], "nth": "1-2", "chance": 0.5, "seed": 7, "delay": "1s-3s",
      "reply": ["334 x", {"raw": "454\r\n"}], "accept": true, "close": "rst"})");
  EXPECT_EQ(rule.name, "full");
  EXPECT_EQ(rule.on, (std::vector{Stage::rcpt, Stage::eom}));
  ASSERT_EQ(rule.match.size(), 6u);
  EXPECT_TRUE(rule.match[0].pattern.matches(std::string_view("BOB@y.test")));
  EXPECT_TRUE(rule.match[1].pattern.matches(std::string_view("z.test")));
  EXPECT_FALSE(rule.match[1].pattern.matches(std::string_view("y.test")));
  EXPECT_TRUE(rule.match[2].pattern.matches(std::int64_t{11}));
  EXPECT_TRUE(rule.match[3].pattern.matches(std::monostate{}));
  EXPECT_FALSE(rule.match[3].pattern.matches(std::string_view("ann")));
  EXPECT_TRUE(rule.match[4].pattern.matches(std::monostate{}));
  EXPECT_TRUE(rule.match[5].pattern.matches(std::string_view("a.mx.test")));
  ASSERT_EQ(rule.per.size(), 2u);
  EXPECT_EQ(to_string(rule.per[0]), "ip/24");
  EXPECT_EQ(rule.nth->to_string(), "1-2");
  EXPECT_EQ(rule.chance, 0.5);
  EXPECT_EQ(rule.seed, 7);
  EXPECT_EQ(rule.delay->most.count(), 3'000);
  ASSERT_EQ(rule.reply->size(), 2u);
  EXPECT_FALSE(rule.reply->at(0).raw);
  EXPECT_TRUE(rule.reply->at(1).raw);
  EXPECT_EQ(rule.reply->at(1).text, "454\r\n");
  EXPECT_EQ(rule.accept, true);
  EXPECT_EQ(rule.close->how, Close::How::rst);
}

TEST(RuleJson, ReadsEveryFieldOfTheWholeModel) {
  const Rule rule = good(R"({"on": "rcpt", "inbox": "t*", "per": ["to"], "nth": "2-", "times": 3,
      "window": "open", "age": ">=1h", "expire": "48h", "continue": true,
      "delay": {"median": "200ms", "p99": "3s"}, "reply": {"base64": "AAE="},
      "send": {"chunk": 1, "every": "1s", "rate": 10, "cut": 7, "split": true},
      "read": {"stop": true, "rate": 100}, "close": "truncate"})");
  EXPECT_TRUE(rule.inbox.matches("t42"));
  EXPECT_FALSE(rule.inbox.matches("default"));
  EXPECT_EQ(rule.times, 3u);
  EXPECT_TRUE(rule.window->open);
  EXPECT_EQ(rule.age->bound, Age::Bound::at_least);
  EXPECT_EQ(rule.age->limit, std::chrono::hours(1));
  EXPECT_EQ(rule.expire, std::chrono::hours(48));
  EXPECT_TRUE(rule.go_on);
  EXPECT_TRUE(rule.delay->skewed);
  EXPECT_EQ(rule.delay->most.count(), 3'000);
  EXPECT_EQ(rule.reply->at(0).text, std::string("\0\1", 2));
  EXPECT_EQ(rule.send->chunk, 1u);
  EXPECT_EQ(rule.send->every.count(), 1'000);
  EXPECT_EQ(rule.send->rate, 10u);
  EXPECT_EQ(rule.send->cut, 7u);
  EXPECT_TRUE(rule.send->split);
  EXPECT_TRUE(rule.read->stop);
  EXPECT_EQ(rule.read->rate, 100u);
  EXPECT_EQ(rule.close->how, Close::How::truncate);
  EXPECT_EQ(good(R"({"on": "idle", "after": "30s"})").after, std::chrono::seconds(30));
  EXPECT_EQ(good(R"({"on": "rcpt", "nth": 2, "window": "1m"})").window->length,
            std::chrono::minutes(1));
  EXPECT_EQ(good(R"({"on": "listen", "close": "ignore"})").admission, Admission::ignore);
  const Rule edits = good(R"({"on": "ehlo", "capabilities": ["-STARTTLS", "SIZE 1000"]})");
  EXPECT_TRUE(edits.capabilities.at(0).remove);
  EXPECT_EQ(edits.capabilities.at(1).line, "SIZE 1000");
  const Rule tls = good(
      R"({"on": "tls", "handshake": {"cert": "expired", "min": "1.0", "max": "1.1", "fail": "alert"}})");
  EXPECT_EQ(tls.handshake->certificate, "expired");
  EXPECT_EQ(tls.handshake->min, "1.0");
  EXPECT_EQ(tls.handshake->max, "1.1");
  EXPECT_EQ(tls.handshake->fail, "alert");
}

TEST(RuleJson, TellsSilenceFromNoReply) {
  ASSERT_TRUE(good(R"({"on": "eom", "reply": null})").reply);
  EXPECT_TRUE(good(R"({"on": "eom", "reply": null})").reply->empty());
  EXPECT_FALSE(good(R"({"on": "eom"})").reply);
}

TEST(RuleJson, TakesNumbersAsNth) {
  EXPECT_TRUE(good(R"({"on": "eom", "nth": 3})").nth->contains(3));
}

struct Refused {
  const char* name;
  const char* text;
  const char* pointer;
  const char* reason;  // a part of it
  const char* hint;    // a part of it
};

TEST(RuleJson, RefusesWithThePlaceAndAHint) {
  const Refused cases[] = {
      {"no stage", R"({"reply": "451 x"})", "", "needs `on`", "\"on\": \"rcpt\""},
      {"misspelt field", R"({"on": "rcpt", "replay": "451 x"})", "/replay", "unknown field /replay",
       "did you mean reply?"},
      {"unlike field", R"({"on": "rcpt", "zzzz": "1m"})", "/zzzz", "unknown field /zzzz",
       "known here: name, on, match"},
      {"no stages", R"({"on": []})", "/on", "without a stage", "available: listen"},
      {"misspelt stage", R"({"on": "rctp"})", "/on", "\"rctp\"", "did you mean rcpt?"},
      {"stage of a later day", R"({"on": ["rcpt", "pop3"]})", "/on/1", "does not speak it yet",
       "available:"},
      {"closed", R"({"on": "closed"})", "/on", "\"closed\"", "available:"},
      {"stage twice", R"({"on": ["rcpt", "rcpt"]})", "/on/1", "named twice", ""},
      {"stage of a type", R"({"on": 5})", "/on", "a number where a stage", ""},
      {"matcher too early", R"({"on": ["eom", "rcpt"], "match": {"subject": "x"}})",
       "/match/subject", "subject is not available at stage rcpt", "it is at: eom"},
      {"header too early", R"({"on": "mail", "match": {"header:X-A": "x"}})", "/match/header:X-A",
       "header:X-A is not available at stage mail", "it is at: eom"},
      {"unknown matcher", R"({"on": "rcpt", "match": {"too": "x"}})", "/match/too",
       "unknown field /match/too", "did you mean to?"},
      {"matcher of records", R"({"on": "rcpt", "match": {"outcome": "451"}})", "/match/outcome",
       "unknown field", "known here: arg, ip"},
      {"bad regex", R"({"on": "rcpt", "match": {"to": "/(/"}})", "/match/to", "", ""},
      {"look-around", R"({"on": "rcpt", "match": {"to": "/(?=a)/"}})", "/match/to", "", ""},
      {"number for text", R"({"on": "rcpt", "match": {"to": 5}})", "/match/to",
       "a number where to is text", "\"5\""},
      {"text for number", R"({"on": "mail", "match": {"size": "big"}})", "/match/size", "size", ""},
      {"no alternatives", R"({"on": "rcpt", "match": {"to": []}})", "/match/to", "empty list", ""},
      {"bad alternative", R"({"on": "rcpt", "match": {"to": ["a", "/(/"]}})", "/match/to/1", "",
       ""},
      {"bad negation", R"({"on": "rcpt", "match": {"to": {"not": "/(/"}}})", "/match/to/not", "",
       ""},
      {"two operators", R"({"on": "rcpt", "match": {"to": {"not": "a", "contains": "b"}}})",
       "/match/to", "one field", ""},
      {"contains a number", R"({"on": "mail", "match": {"size": {"contains": "1"}}})",
       "/match/size/contains", "contains is for text", ""},
      {"match is a list", R"({"on": "rcpt", "match": []})", "/match", "an array where an object",
       ""},
      {"per is a word", R"({"on": "rcpt", "per": "to"})", "/per", "per is a list", "[\"to\"]"},
      {"per too early", R"({"on": "mail", "per": ["from", "to"]})", "/per/1",
       "to is not available at stage mail", "it is at: rcpt"},
      {"unknown per", R"({"on": "rcpt", "per": ["tos"]})", "/per/0", "\"tos\"", ""},
      {"per twice", R"({"on": "rcpt", "per": ["to", "to"]})", "/per/1", "named twice", ""},
      {"per of nothing", R"({"on": "rcpt", "per": []})", "/per", "empty list", "leave per out"},
      {"nth zero", R"({"on": "rcpt", "nth": 0})", "/nth", "count from 1", ""},
      {"nth negative", R"({"on": "rcpt", "nth": -1})", "/nth", "names no ordinals", ""},
      {"nth of a type", R"({"on": "rcpt", "nth": 1.5})", "/nth", "a number where", ""},
      {"chance too high", R"({"on": "rcpt", "chance": 10})", "/chance", "from 0 (never) to 1",
       "divide by 100"},
      {"chance negative", R"({"on": "rcpt", "chance": -0.1})", "/chance", "from 0 (never) to 1",
       ""},
      {"seed of a type", R"({"on": "rcpt", "seed": "7"})", "/seed", "a whole number", ""},
      {"delay without unit", R"({"on": "rcpt", "delay": "5"})", "/delay",
       "unit required: did you mean \"5s\"?", ""},
      {"delay is a number", R"({"on": "rcpt", "delay": 5})", "/delay",
       "unit required: did you mean \"5s\"?", ""},
      {"delay backwards", R"({"on": "rcpt", "delay": "3s-1s"})", "/delay", "backwards", ""},
      {"half a distribution", R"({"on": "rcpt", "delay": {"median": "1s"}})", "/delay", "needs p99",
       "\"median\": \"200ms\""},
      {"distribution backwards", R"({"on": "rcpt", "delay": {"median": "2s", "p99": "1s"}})",
       "/delay", "p99 is no less", ""},
      {"reply without code", R"({"on": "rcpt", "reply": "Try again"})", "/reply",
       "begins with a code", "raw"},
      {"reply with CR", R"({"on": "rcpt", "reply": "451 a\r\nb"})", "/reply", "carriage return",
       "\\n alone"},
      {"reply with NUL", R"({"on": "rcpt", "reply": "451 \u0000"})", "/reply", "control character",
       ""},
      {"reply of unknown words", R"({"on": "rcpt", "reply": "451 {too}"})", "/reply",
       "unknown {too}", "{to}"},
      {"reply is a number", R"({"on": "rcpt", "reply": 451})", "/reply", "a number where a reply",
       ""},
      {"no replies", R"({"on": "rcpt", "reply": []})", "/reply", "empty list", "null"},
      {"bad reply in a list", R"({"on": "auth", "reply": ["334 x", "x"]})", "/reply/1",
       "begins with a code", ""},
      {"no base64", R"({"on": "rcpt", "reply": {"base64": "x"}})", "/reply/base64",
       "this is no base64", "padded"},
      {"two octets", R"({"on": "rcpt", "reply": {"base64": "eA==", "raw": "x"}})", "/reply",
       "one field", ""},
      {"raw of a type", R"({"on": "rcpt", "reply": {"raw": 5}})", "/reply/raw",
       "a number where a string", ""},
      {"accept of a type", R"({"on": "eom", "accept": "yes"})", "/accept",
       "a string where true or false", ""},
      {"accept without meaning", R"({"on": "noop", "accept": true})", "/accept",
       "no meaning at stage noop", "rcpt, body, eom"},
      {"unknown close", R"({"on": "eom", "close": "haf"})", "/close", "\"haf\"",
       "did you mean half?"},
      {"refused too late", R"({"on": "connect", "close": "refuse"})", "/close",
       "connections that do not exist yet", "\"on\": \"listen\""},
      {"closed too early", R"({"on": "listen", "close": "rst"})", "/close", "needs a connection",
       "refuse or ignore"},
      {"listen without an end", R"({"on": "listen"})", "", "how connections end", "refuse"},
      {"listen in company", R"({"on": ["listen", "connect"], "close": "refuse"})", "/on",
       "listen stands alone", ""},
      {"counting at listen", R"({"on": "listen", "close": "refuse", "nth": 2})", "/nth",
       "no meaning at stage listen", "nothing is counted"},
      {"who knows at listen", R"({"on": "listen", "close": "refuse", "match": {"ip": "::1"}})",
       "/match/ip", "not available at stage listen", "connect"},
      {"reply in a handshake", R"({"on": "tls", "reply": "451 x"})", "/reply",
       "no meaning at stage tls", ""},
      {"handshake elsewhere", R"({"on": "starttls", "handshake": {"fail": "rst"}})", "/handshake",
       "no meaning at stage starttls", "tls"},
      {"unknown certificate", R"({"on": "tls", "handshake": {"cert": "expird"}})",
       "/handshake/cert", "\"expird\" is no certificate", "did you mean expired?"},
      {"no certificate file", R"({"on": "tls", "handshake": {"cert": "/no/such.pem"}})",
       "/handshake/cert", "no file", "PEM"},
      {"unknown failure", R"({"on": "tls", "handshake": {"fail": "hung"}})", "/handshake/fail",
       "\"hung\"", "did you mean hang?"},
      {"version as a number", R"({"on": "tls", "handshake": {"max": 1.1}})", "/handshake/max",
       "a number where a string", "\"1.1\""},
      {"no version", R"({"on": "tls", "handshake": {"min": "1.3", "max": "1.2"}})", "/handshake",
       "no TLS version", ""},
      {"capabilities elsewhere", R"({"on": "helo", "capabilities": ["-SIZE"]})", "/capabilities",
       "no meaning at stage helo", "ehlo"},
      {"capability of no form", R"({"on": "ehlo", "capabilities": ["A\r\nB"]})", "/capabilities/0",
       "no line of an EHLO reply", ""},
      {"capability taken out whole", R"({"on": "ehlo", "capabilities": ["-SIZE 10"]})",
       "/capabilities/0", "by its keyword alone", "-SIZE"},
      {"pieces of nothing", R"({"on": "rcpt", "send": {"chunk": 0}})", "/send/chunk", "from 1", ""},
      {"pause between nothing", R"({"on": "rcpt", "send": {"every": "1s"}})", "/send/every",
       "what a piece is", "chunk"},
      {"send nothing", R"({"on": "rcpt", "send": {}})", "/send", "says nothing", ""},
      {"read of a type", R"({"on": "body", "read": {"stop": 1}})", "/read/stop",
       "a number where true or false", ""},
      {"times zero", R"({"on": "rcpt", "times": 0})", "/times", "from 1", ""},
      {"window alone", R"({"on": "rcpt", "window": "1m"})", "/window", "without nth", "21-"},
      {"window of a type", R"({"on": "rcpt", "nth": 2, "window": 60})", "/window",
       "unit required: did you mean \"60s\"?", ""},
      {"window of nothing", R"({"on": "rcpt", "nth": 2, "window": "0s"})", "/window", "no length",
       ""},
      {"age without bound", R"({"on": "rcpt", "age": "5m"})", "/age", "is no age", ""},
      {"age without unit", R"({"on": "rcpt", "age": "<5"})", "/age", "unit required", ""},
      {"expire at once", R"({"on": "rcpt", "expire": "0s"})", "/expire", "forgotten at once", ""},
      {"after elsewhere", R"({"on": "rcpt", "after": "5s"})", "/after", "no meaning at stage rcpt",
       "idle"},
      {"bytes too early", R"({"on": "rcpt", "match": {"bytes": ">1"}})", "/match/bytes",
       "not available at stage rcpt", "it is at: body, eom"},
      {"inbox of no form", R"({"on": "rcpt", "inbox": "a_b"})", "/inbox", "is no inbox", ""},
      {"state by API", R"({"on": "rcpt", "state": "up"})", "/state", "no scenario", "PUT"},
      {"goto by API", R"({"on": "rcpt", "goto": "up"})", "/goto", "no scenario", "PUT"},
      {"close of a type", R"({"on": "eom", "close": true})", "/close", "true where a string", ""},
      {"empty name", R"({"on": "eom", "name": ""})", "/name", "1 to 100 octets", ""},
      {"name with slash", R"({"on": "eom", "name": "a/b"})", "/name", "no /", ""},
      {"name like an index", R"({"on": "eom", "name": "12"})", "/name", "not a number alone", ""},
      {"not an object", R"("rcpt")", "", "a string where an object", ""},
  };
  for (const Refused& each : cases) {
    const auto rule = read_rule(each.text);
    ASSERT_FALSE(rule) << each.name;
    bool found = false;
    std::string seen;
    for (const Fault& fault : rule.error()) {
      EXPECT_FALSE(fault.hint.empty()) << each.name << ": " << fault.reason;
      seen += fault.pointer + ": " + fault.reason + " | " + fault.hint + "\n";
      found = found || (fault.pointer == each.pointer &&
                        fault.reason.find(each.reason) != std::string::npos &&
                        fault.hint.find(each.hint) != std::string::npos && !fault.reason.empty());
    }
    EXPECT_TRUE(found) << each.name << "\n" << seen;
  }
}

TEST(RuleJson, CollectsAllFaultsOfAllRules) {
  const auto rules = read_rules(R"([{"on": "rcpt", "nth": 0, "chance": 2}, {"onn": "rcpt"}, 5])");
  ASSERT_FALSE(rules);
  std::vector<std::string> pointers;
  for (const Fault& fault : rules.error()) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/0/nth", "/0/chance", "/1/onn", "/1", "/2"}));
}

TEST(RuleJson, ReadsOneRuleOrSeveralInOrder) {
  EXPECT_EQ(read_rules(R"({"on": "rcpt"})")->size(), 1u);
  const auto two = read_rules(R"([{"on": "rcpt"}, {"on": "mail"}])");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->at(1).on.front(), Stage::mail);
  EXPECT_FALSE(read_rules("[]"));
  EXPECT_FALSE(read_rules("null"));
}

TEST(RuleJson, ShowsARuleAsItWasWrittenWithItsHits) {
  RuleStatus status;
  status.rule = good(R"({"match": {"to": ["a@*", {"not": "b"}]}, "on": "rcpt", "nth": 2})");
  status.rule.id = "r1";
  status.matched = 3;
  status.fired = 1;
  EXPECT_EQ(write_rule(status),
            R"({"id":"r1","match":{"to":["a@*",{"not":"b"}]},"on":"rcpt","nth":2,)"
            R"("matched":3,"fired":1,"lastFired":null,"expires":null})");
  status.last_fired = WallTime(std::chrono::microseconds(1));
  status.rule.seed = 42;
  status.rule.scenario = "file";
  status.dropped_keys = 5;
  const Tree tree = *read_document(write_rule(status));
  EXPECT_EQ(tree["lastFired"], "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(tree["seed"], 42);
  EXPECT_EQ(tree["scenario"], "file");
  EXPECT_EQ(tree["droppedKeys"], 5);
  EXPECT_EQ(write_rules({}), "[]");
  EXPECT_EQ(read_document(write_rules({status, status}))->size(), 2u);
}

TEST(RuleJson, AcceptsEveryStageItNamesAndEveryFieldAtSomeStage) {
  for (const std::string_view stage : stage_words())
    EXPECT_TRUE(read_rule(R"({"on": ")" + std::string(stage) +
                          (stage == "listen" ? R"(", "close": "refuse"})" : R"("})")))
        << stage;
  for (std::string_view field : match_fields()) {
    if (field == "header:<Name>") field = "header:X";
    bool somewhere = false;
    for (const std::string_view stage : stage_words())
      somewhere = somewhere || read_rule(R"({"on": ")" + std::string(stage) + R"(", "match": {")" +
                                         std::string(field) + R"(": true}})");
    EXPECT_TRUE(somewhere) << field;
  }
}

}  // namespace
}  // namespace mailrig::json
