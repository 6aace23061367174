// GET /v1/findings, and `finding` wherever mail is chosen.
#include <gmock/gmock.h>

#include "service_rig.hpp"

namespace mailrig::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Ids = std::vector<std::string>;

const std::string right = "From: a@x.test\r\nDate: Mon, 23 Nov 2026 14:02:11 +0000\r\n";

struct FindingsRig : ServiceRig {
  FindingsRig() {
    deliver("a@x.test", {"bob@y.test"}, right + "Subject: right\r\n\r\nhello\r\n");
    deliver("a@x.test", {"bob@y.test"}, right + "Subject: feeds\r\n\r\na\nb\nc\r\n");
    deliver("a@x.test", {"dan@y.test"}, "From: a@x.test\r\nSubject: timeless\n\r\nx\r\n");
    deliver("a@x.test", {"dan@y.test"}, "Subject: no\r\n\r\n", "550 5.7.1 No");
  }
  Ids found(const std::string& query, const std::string& list = "messages") {
    Ids ids;
    const Json page = json("/v1/" + list + "?" + query);
    for (const Json& item : page["items"]) ids.push_back(item["id"]);
    return ids;
  }
  Json findings(const std::string& query = "") { return json("/v1/findings?" + query); }
};

Ids rules(const Json& findings) {
  Ids names;
  for (const Json& each : findings["items"]) names.push_back(each["rule"]);
  return names;
}

TEST(Findings, AreGroupedByRuleWithTheOctetsThatProveThem) {
  FindingsRig rig;
  const Json all = rig.findings();
  EXPECT_THAT(rules(all), ElementsAre("bare-lf", "missing-date"));
  EXPECT_EQ(all["messages"], 3);
  EXPECT_EQ(all["sessions"], 4);
  EXPECT_EQ(all["seq"], rig.store.seq());
  const Json& feeds = all["items"][0];
  EXPECT_EQ(feeds["detail"], "a line ends in LF without CR (RFC 5322 §2.3)");
  EXPECT_EQ(feeds["of"], "message");
  EXPECT_EQ(feeds["filter"], Json::parse(R"({"finding":"bare-lf"})"));
  EXPECT_EQ(feeds["records"], 2);
  EXPECT_EQ(feeds["places"], 3);
  ASSERT_EQ(feeds["examples"].size(), 1u);
  const Json& newest = feeds["examples"][0];
  EXPECT_EQ(newest["record"], "m3");
  EXPECT_EQ(newest["subject"], "timeless");
  EXPECT_EQ(newest["from"], "a@x.test");
  EXPECT_EQ(newest["offset"], 33);
  EXPECT_EQ(newest["proof"], Json::parse(R"({"before":"From: a@x.test\\r\\nSubject: timeless",
                                            "octets":"\\n","after":"\\r\\nx\\r\\n"})"));
}

TEST(Findings, KeepToTheFiltersOfMessages) {
  FindingsRig rig;
  EXPECT_THAT(rules(rig.findings("to=bob@y.test")), ElementsAre("bare-lf"));
  EXPECT_THAT(rules(rig.findings("q=subject:timeless")), ElementsAre("bare-lf", "missing-date"));
  EXPECT_THAT(rules(rig.findings("after=" + std::to_string(rig.store.seq()))), IsEmpty());
  EXPECT_THAT(rules(rig.findings("rule=missing-date")), ElementsAre("missing-date"));
  EXPECT_EQ(rig.findings("rule=bare-lf&examples=5")["items"][0]["examples"].size(), 2u);
  EXPECT_THAT(rig.findings("examples=0")["items"][0]["examples"], IsEmpty());
}

TEST(Findings, HaveWhatAClientDidOnTheWire) {
  FindingsRig rig;
  const auto session = rig.connect("192.0.2.9");
  session->note_mark(Mark::pipelined_unannounced);
  session->append(rig.steady, Who::client, EventKind::close, "fin", 0, 18, {});
  rig.store.close_session(*session, ClosedBy::client, "fin", rig.steady);
  const Json all = rig.findings("ip=192.0.2.9");
  EXPECT_THAT(rules(all), ElementsAre("pipelined-unannounced", "no-quit"));
  EXPECT_EQ(all["items"][0]["of"], "session");
  EXPECT_EQ(all["items"][0]["examples"][0]["record"], "s5");
  EXPECT_EQ(all["items"][0]["examples"][0]["from"], "client.test");
  const Json transcript = rig.json("/v1/sessions/s5");
  const Json& end = all["items"][1]["examples"][0];
  EXPECT_EQ(end["note"], "the last that the client said is EHLO client.test");
  EXPECT_EQ(end["line"], transcript["events"].size());
  // Each says which sessions it means.
  for (const Json& each : all["items"]) {
    std::string query;
    for (const auto& [name, value] : each["filter"].items())
      query += name + "=" + value.get<std::string>() + "&";
    EXPECT_THAT(rig.found(query, "sessions"), ElementsAre("s5")) << query;
  }
  // Sessions have no recipient, so none of theirs is there where one is asked for.
  EXPECT_EQ(rig.findings("to=*")["sessions"], 0);
}

TEST(Findings, RefuseWhatNamesNoRule) {
  FindingsRig rig;
  const Json rule = problem(rig.get("/v1/findings?rule=pregret"));
  EXPECT_EQ(rule["parameter"], "rule");
  EXPECT_EQ(rule["hint"], "did you mean pregreet?");
  EXPECT_EQ(problem(rig.get("/v1/findings?examples=101"))["parameter"], "examples");
  const Json filter = problem(rig.get("/v1/messages?finding=bare-lff"));
  EXPECT_THAT(filter["detail"], HasSubstr("did you mean bare-lf?"));
  const Json search = problem(rig.get("/v1/messages?q=hello+finding:mising-date"));
  EXPECT_THAT(search["detail"], HasSubstr("did you mean missing-date?"));
  EXPECT_EQ(search["place"], 15);
  EXPECT_EQ(problem(rig.get("/v1/messages?has=atachment"))["hint"],
            "has=attachment or has=finding");
}

TEST(Findings, ChooseMail) {
  FindingsRig rig;
  const struct {
    const char* query;
    Ids found;
  } cases[] = {
      {"finding=bare-lf", {"m3", "m2"}},
      {"finding=BARE-LF", {"m3", "m2"}},
      {"finding=missing-*", {"m3"}},
      {"finding=nul", {}},
      {"finding=nul&finding=missing-date", {"m3"}},
      {"finding=true", {"m3", "m2"}},
      {"finding=false", {"m1"}},
      {"has=finding", {"m3", "m2"}},
      {"q=has:finding", {"m3", "m2"}},
      {"q=-has:finding", {"m1"}},
      {"q=finding:missing-date", {"m3"}},
      {"q=finding:bare-lf+-finding:missing-date", {"m2"}},
  };
  for (const auto& each : cases) EXPECT_EQ(rig.found(each.query), each.found) << each.query;
  EXPECT_EQ(rig.found("finding=missing-from", "transactions"), Ids{"t4"});
}

TEST(Findings, AreCountedInLists) {
  FindingsRig rig;
  const Json list = rig.json("/v1/messages");
  EXPECT_EQ(list["items"][0]["findings"], 2);
  EXPECT_EQ(list["items"][2]["findings"], 0);
  const Json entries = rig.json("/v1/entries");
  EXPECT_EQ(entries["items"][0]["findings"], 2);  // refused: neither From nor Date
  EXPECT_EQ(entries["items"][1]["findings"], 2);
  const Json whole = rig.json("/v1/messages/m3");
  EXPECT_EQ(whole["findings"], whole["diagnostics"].size());
  EXPECT_EQ(whole["diagnostics"][1]["proof"]["octets"], "\\n");
}

TEST(Findings, AreWhatAnExpectationMayAskFor) {
  FindingsRig rig;
  const auto verify = [&](const std::string& match) {
    return rig
        .send_json("POST", "/v1/verify", R"({"expect":[{"message":)" + match + R"(,"count":0}]})")
        .status;
  };
  EXPECT_EQ(verify(R"({"finding":true})"), 422);
  EXPECT_EQ(verify(R"({"finding":"nul"})"), 200);
  EXPECT_EQ(verify(R"({"finding":["nul","bare-lf"]})"), 422);
  EXPECT_EQ(verify(R"({"to":"bob@y.test","finding":"missing-*"})"), 200);
  const Json fault = problem(rig.send_json(
      "POST", "/v1/verify", R"({"expect":[{"message":{"finding":"bare-lff"},"count":0}]})"));
  EXPECT_EQ(fault["pointer"], "/expect/0/message/finding");
  EXPECT_THAT(fault["detail"], HasSubstr("did you mean bare-lf?"));
}

}  // namespace
}  // namespace mailrig::api
