// POST /v1/verify and GET /v1/near-misses.
#include <gmock/gmock.h>

#include "json/verdict_json.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

using testing::HasSubstr;

constexpr const char* mail = "Message-ID: <1@x>\r\nSubject: Hi\r\n\r\nbody\r\n";

Response verify(ServiceRig& rig, const std::string& body, const std::string& accept = "") {
  Headers headers{{"Content-Type", "application/json"}};
  if (!accept.empty()) headers.emplace_back("Accept", accept);
  return rig.now("POST", "/v1/verify", headers, body);
}

Wait waiting(ServiceRig& rig, const std::string& body) {
  Answer answer = rig.ask("POST", "/v1/verify", {{"Content-Type", "application/json"}}, body);
  EXPECT_TRUE(std::holds_alternative<Wait>(answer)) << body;
  return std::get<Wait>(std::move(answer));
}

TEST(Verify, Answers200WhenAllHold) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  const Response response = verify(rig, R"({"expect": [{"name": "one", "message": {}, "count": 1},
                                                       {"session": {}, "all": {"quit": true}}]})");
  EXPECT_EQ(response.status, 200) << response.body;
  const Json body = Json::parse(response.body);
  EXPECT_EQ(body["verdict"], "pass");
  EXPECT_EQ(body["sessions"], 1);
  EXPECT_EQ(body["results"][0]["name"], "one");
  EXPECT_EQ(body["results"][0]["records"], Json::array({"m1"}));
  EXPECT_EQ(body["results"][0]["sessions"], Json::array({"s1"}));
  EXPECT_EQ(body["results"][1]["verdict"], "pass");
}

TEST(Verify, Answers422WithReasonsAndNearMisses) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bbo@y.test"}, mail);
  const Response response =
      verify(rig, R"({"expect": [{"name": "came", "message": {"to": "bob@y.test"}}]})");
  EXPECT_EQ(response.status, 422);
  const Json result = Json::parse(response.body)["results"][0];
  EXPECT_EQ(result["verdict"], "fail");
  EXPECT_EQ(result["because"][0], "nothing matched: none of 1 message had to bob@y.test");
  EXPECT_EQ(result["nearMisses"][0]["id"], "m1");
  EXPECT_EQ(result["nearMisses"][0]["differences"][0]["found"], "bbo@y.test");
}

TEST(Verify, IsReadBackByItsClients) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bbo@y.test"}, mail);
  const Response response =
      verify(rig, R"({"expect": [{"name": "came", "message": {"to": "bob@y.test"}}]})");
  const auto report = json::read_verdict(response.body);
  ASSERT_TRUE(report);
  EXPECT_EQ(json::write_verdict(*report), response.body);
  EXPECT_FALSE(json::read_verdict("{}"));
  EXPECT_FALSE(json::read_verdict("nonsense"));
}

TEST(Verify, SpeaksJUnitToWhoAsksForIt) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  const std::string body = R"({"expect": [{"name": "two", "message": {}, "count": 2}]})";
  for (const char* accept : {"application/junit+xml", "application/xml", "text/xml;q=0.9, */*"}) {
    const Response response = verify(rig, body, accept);
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.content_type, "application/junit+xml") << accept;
    EXPECT_THAT(response.body, HasSubstr("1 message came (m1), expected 2"));
    EXPECT_THAT(response.body, HasSubstr("EHLO client.test")) << "the transcript";
  }
  EXPECT_EQ(verify(rig, body, "application/json, application/xml").content_type,
            "application/json");
}

TEST(Verify, LooksOnlyBehindItsMarkAndIntoItsInbox) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  const std::string mark = std::to_string(rig.store.seq());
  const std::string none = R"("expect": [{"message": {}, "count": 0}])";
  EXPECT_EQ(verify(rig, "{" + none + "}").status, 422);
  EXPECT_EQ(verify(rig, "{" + none + ", \"after\": " + mark + "}").status, 200);
  EXPECT_EQ(verify(rig, "{" + none + ", \"inbox\": \"t42\"}").status, 200);
  EXPECT_EQ(verify(rig, "{" + none + ", \"inbox\": \"def*\"}").status, 422);
}

TEST(Verify, TakesTheExpectationsOfALoadedScenario) {
  ServiceRig rig;
  Scenario scenario;
  scenario.name = "nothing";
  scenario.expect = R"([{"name": "quiet", "message": {}, "count": 0}])";
  rig.engine.load(scenario);
  const Response good = verify(rig, R"({"scenario": "nothing"})");
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(Json::parse(good.body)["results"][0]["name"], "quiet");
  EXPECT_THAT(verify(rig, R"({"scenario": "nothing"})", "text/xml").body,
              HasSubstr(R"(<testsuite name="nothing")"));
  const Json unknown = problem(verify(rig, R"({"scenario": "nothng"})"));
  EXPECT_EQ(unknown["status"], 404);
  EXPECT_EQ(unknown["pointer"], "/scenario");
  scenario.expect.clear();
  rig.engine.load(scenario);
  EXPECT_EQ(problem(verify(rig, R"({"scenario": "nothing"})"))["status"], 409);
}

TEST(Verify, RefusesABodyWithItsPlace) {
  ServiceRig rig;
  const Json refused = problem(
      verify(rig, R"({"expect": [{"message": {"too": "x"}}, {"session": {}, "count": "x"}]})"));
  EXPECT_EQ(refused["status"], 400);
  EXPECT_EQ(refused["pointer"], "/expect/0/message/too");
  EXPECT_EQ(refused["hint"], "did you mean to?");
  EXPECT_EQ(refused["errors"].size(), 2u);
}

TEST(Verify, WaitsForTheLowerBoundWithoutAThread) {
  ServiceRig rig;
  Wait wait = waiting(rig, R"({"expect": [{"message": {}, "count": 1, "within": "10s"}]})");
  EXPECT_EQ(wait.limit, std::chrono::seconds(10));
  EXPECT_FALSE(wait.attempt());
  EXPECT_EQ(rig.json("/v1/info")["counts"]["waiters"], 1);
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  std::optional<Response> response;
  while (!response) response = wait.attempt();  // looks rest for a moment after each other
  EXPECT_EQ(response->status, 200);
}

TEST(Verify, AsksAgainWhenOnlyTimeCanDecide) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  Wait wait =
      waiting(rig, R"({"expect": [{"message": {}, "count": 1, "within": "10s", "for": "2s"}]})");
  EXPECT_EQ(wait.limit, std::chrono::seconds(12));
  EXPECT_FALSE(wait.attempt());
  EXPECT_GT(wait.rest(), std::chrono::milliseconds(0));
  EXPECT_LE(wait.rest(), std::chrono::seconds(2));
  rig.wall += std::chrono::seconds(2);
  std::optional<Response> response;
  while (!response) response = wait.attempt();
  EXPECT_EQ(response->status, 200);
}

TEST(Verify, SaysWhatIsMissingWhenTheTimeIsOver) {
  ServiceRig rig;
  Wait wait = waiting(rig, R"({"expect": [{"message": {}, "within": "10s"}]})");
  const Response response = wait.expired();
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(response.body, HasSubstr("nobody connected (waited 10 s)"));
}

TEST(Verify, AnswersASmallNumberOfWaitersAtOnce) {
  ServiceOptions options;
  options.max_waiters = 1;
  ServiceRig rig({}, options);
  const std::string body = R"({"expect": [{"message": {}, "within": "10s"}]})";
  const Wait first = waiting(rig, body);
  EXPECT_EQ(problem(verify(rig, body))["status"], 503);
}

TEST(Verify, MasksSecretsInTranscripts) {
  ServiceRig rig;
  const auto session = rig.connect();
  Event secret;
  secret.who = Who::client;
  secret.kind = EventKind::auth;
  secret.text = "AUTH PLAIN c2VjcmV0";
  secret.secret_from = 11;
  secret.stage = Stage::auth;
  session->append(secret);
  rig.close(session);
  for (const char* accept : {"application/json", "application/xml"}) {
    const Response response =
        verify(rig, R"({"expect": [{"command": {"verb": "AUTH"}, "count": 0}]})", accept);
    EXPECT_EQ(response.status, 422);
    EXPECT_THAT(response.body, HasSubstr("AUTH PLAIN ****"));
    EXPECT_THAT(response.body, testing::Not(HasSubstr("c2VjcmV0")));
  }
}

// --- near misses ---

TEST(NearMisses, ShowWhatCameCloseToAQuery) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, mail);
  const Json items = rig.json("/v1/near-misses?to=bbo@y.test")["items"];
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0]["id"], "m1");
  EXPECT_EQ(rig.json("/v1/near-misses?kind=session&helo=other.test")["items"][0]["id"], "s1");
  EXPECT_EQ(rig.json("/v1/near-misses?kind=transaction&outcome=451")["items"][0]["id"], "t1");
}

TEST(NearMisses, RefuseWhatAsksNothing) {
  ServiceRig rig;
  for (const char* query : {"", "?limit=0&to=x", "?kind=mail&to=x", "?rule=r1&kind=message",
                            "?rule=nothing", "?unknown=1"}) {
    const int status = problem(rig.get(std::string("/v1/near-misses") + query))["status"];
    EXPECT_TRUE(status == 400 || status == 404) << query << " " << status;
  }
}

// A server's reply at a stage of an open transaction or session, with what rules did.
void say(ServiceRig& rig, SessionRecord& session, const std::string& command,
         const std::string& reply, std::optional<Stage> stage, const Trace& trace = {}) {
  session.append(rig.steady, Who::client, EventKind::command, command, command.size(), 0, stage);
  Event event;
  event.who = Who::server;
  event.kind = EventKind::reply;
  event.text = reply;
  event.stage = stage;
  event.trace = trace;
  if (!trace.empty() && trace[0].gate == Gate::fired) event.rule = trace[0].rule;
  session.append(event);
}

TEST(NearMisses, SayWhyARuleDidNotFire) {
  ServiceRig rig;
  Rule rule;
  rule.name = "full";
  rule.on = {Stage::rcpt};
  rule.match = {{{Field::to, {}}, *Pattern::parse("full@*", Field::to)}};
  rig.engine.add({rule}, std::nullopt);
  const auto session = rig.connect();
  rig.store.begin_transaction(*session, {"a@x.test", {}}, rig.steady);
  const auto rcpt = [&](const std::string& address, const Trace& trace) {
    say(rig, *session, "RCPT TO:<" + address + ">", "250 2.1.5 Ok", Stage::rcpt, trace);
    session->add_recipient({address, {}, "250 2.1.5 Ok", true, true});
  };
  rcpt("full@y.test", {{"r1", "full", "", 1, {}, Gate::nth, "ordinal 1 is not in nth 2"}});
  rcpt("ful@y.test", {});
  rcpt("full@z.test", {{"r1", "full", "", 2, {}, Gate::fired, ""}});
  rig.store.finish_transaction(*session, "250", "250 Ok", nullptr, true, rig.steady);
  rig.close(session);

  for (const char* name : {"r1", "full"}) {
    const Json items = rig.json(std::string("/v1/near-misses?rule=") + name)["items"];
    ASSERT_EQ(items.size(), 2u) << items;
    EXPECT_EQ(items[0]["id"], "t1");
    EXPECT_EQ(items[0]["note"],
              "at rcpt: it matched and counted, but was held back: ordinal 1 is not in nth 2");
    EXPECT_EQ(items[1]["differences"][0]["wanted"], "full@*");
    EXPECT_EQ(items[1]["differences"][0]["found"], "ful@y.test");
  }
  EXPECT_EQ(rig.json("/v1/near-misses?rule=r1&limit=1")["items"].size(), 1u);
  EXPECT_EQ(rig.json("/v1/near-misses?rule=r1&inbox=t42")["items"].size(), 0u);
  EXPECT_EQ(problem(rig.get("/v1/near-misses?rule=r1&to=x"))["status"], 400);
}

}  // namespace
}  // namespace mailrig::api
