// /v1/scenarios, /v1/clock, /v1/state, /v1/inboxes.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

const std::string graceful = R"({"name":"graceful","seed":3,
  "state":{"start":"up","timers":{"down":{"after":"30s","goto":"up"}}},
  "rules":[{"name":"no","state":"down","on":"rcpt","reply":"421 4.3.2 no","close":"fin"},
           {"name":"go","state":"up","on":"rset","goto":"down"}]})";

TEST(Scenarios, AreArmedShownAndDisarmed) {
  ServiceRig rig;
  const Response put = rig.send_json("PUT", "/v1/scenarios/graceful", graceful);
  ASSERT_EQ(put.status, 200) << put.octets();
  const Json shown = Json::parse(put.octets());
  EXPECT_EQ(shown["armed"], true);
  EXPECT_EQ(shown["origin"], "api");
  EXPECT_EQ(shown["states"]["default"], "up");
  EXPECT_EQ(shown["rules"][0]["id"], "graceful/no");
  EXPECT_EQ(rig.json("/v1/scenarios/graceful"), shown);
  EXPECT_EQ(rig.json("/v1/scenarios")["items"][0], shown);
  EXPECT_EQ(rig.now("DELETE", "/v1/scenarios/graceful").octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.get("/v1/scenarios/graceful").status, 404);
  EXPECT_EQ(rig.now("DELETE", "/v1/scenarios/graceful").status, 404);
}

TEST(Scenarios, ThatAreCompiledInNeedNoBody) {
  ServiceRig rig;
  EXPECT_EQ(rig.json("/v1/scenarios/fail-twice")["armed"], false);
  const Response put = rig.now("PUT", "/v1/scenarios/fail-twice?inbox=tenant-a");
  ASSERT_EQ(put.status, 200) << put.octets();
  EXPECT_EQ(Json::parse(put.octets())["inbox"], "tenant-a");
  EXPECT_EQ(rig.now("PUT", "/v1/scenarios/fail-twice?inbox=tenant-b").status, 200);
  EXPECT_EQ(rig.json("/v1/rules")["items"][0]["id"], "fail-twice@tenant-a/two-tempfails");
  EXPECT_EQ(rig.json("/v1/rules")["total"], 2);
  EXPECT_EQ(rig.now("DELETE", "/v1/scenarios/fail-twice?inbox=tenant-a").status, 200);
  EXPECT_EQ(rig.json("/v1/rules")["total"], 1);
  const Response none = rig.now("PUT", "/v1/scenarios/fail-twise");
  EXPECT_EQ(none.status, 404);
  EXPECT_NE(problem(none)["hint"].get<std::string>().find("did you mean fail-twice?"),
            std::string::npos);
}

TEST(Scenarios, AreRefusedWithTheirPlaceAndWhatRunsIsUntouched) {
  ServiceRig rig;
  rig.send_json("PUT", "/v1/scenarios/graceful", graceful);
  const Response bad =
      rig.send_json("PUT", "/v1/scenarios/graceful", R"({"rules":[{"on":"rcpt","replay":1}]})");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(problem(bad)["pointer"], "/rules/0/replay");
  EXPECT_EQ(rig.json("/v1/scenarios/graceful")["rules"].size(), 2u);
  const Response twice = rig.send_json(
      "PUT", "/v1/scenarios/x", R"({"rules":[{"name":"a","on":"rcpt"},{"name":"a","on":"rcpt"}]})");
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(problem(twice)["type"], "/problems/duplicate-name");
  const Response other = rig.send_json("PUT", "/v1/scenarios/x", R"({"name":"y","rules":[]})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(problem(other)["pointer"], "/name");
  rig.send_json("PUT", "/v1/scenarios/fast", R"({"clock":{"scale":60},"rules":[]})");
  const Response scales =
      rig.send_json("PUT", "/v1/scenarios/slow", R"({"clock":{"scale":2},"rules":[]})");
  EXPECT_EQ(scales.status, 409);
  EXPECT_EQ(problem(scales)["type"], "/problems/two-scales");
}

TEST(Scenarios, GoToAStateAndStartAnew) {
  ServiceRig rig;
  rig.send_json("PUT", "/v1/scenarios/graceful", graceful);
  const Response moved =
      rig.send_json("PUT", "/v1/scenarios/graceful/state", R"({"state":"down"})");
  ASSERT_EQ(moved.status, 200) << moved.octets();
  EXPECT_EQ(Json::parse(moved.octets())["states"]["default"], "down");
  const Response wrong =
      rig.send_json("PUT", "/v1/scenarios/graceful/state", R"({"state":"dwon"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(problem(wrong)["type"], "/problems/unknown-state");
  EXPECT_EQ(problem(wrong)["hint"], "did you mean down?");
  EXPECT_EQ(rig.send_json("POST", "/v1/clock", R"({"advance":"30s","all":true})").status, 200);
  EXPECT_EQ(rig.json("/v1/scenarios/graceful")["states"]["default"], "up");
  rig.send_json("PUT", "/v1/scenarios/graceful/state", R"({"state":"down"})");
  EXPECT_EQ(rig.now("POST", "/v1/scenarios/graceful/reset").status, 200);
  EXPECT_EQ(rig.json("/v1/scenarios/graceful")["states"]["default"], "up");
  EXPECT_EQ(rig.now("POST", "/v1/scenarios/none/reset").status, 404);
  EXPECT_EQ(rig.now("DELETE", "/v1/state").status, 400);
  EXPECT_EQ(rig.now("DELETE", "/v1/state?all=true").octets(), R"({"reset":1})");
}

TEST(Clock, IsOfAnInbox) {
  ServiceRig rig;
  rig.send_json("POST", "/v1/inboxes", R"({"name":"t42"})");
  const Response jumped = rig.send_json("POST", "/v1/clock", R"({"advance":"5m","inbox":"t42"})");
  ASSERT_EQ(jumped.status, 200) << jumped.octets();
  EXPECT_EQ(Json::parse(jumped.octets())["inboxes"][0]["now"], "2026-11-23T14:07:11.482193Z");
  EXPECT_EQ(rig.send_json("POST", "/v1/clock", R"({"advance":"5m","inbox":"t43"})").status, 404);
  for (const std::string body :
       {R"({"advance":"5m"})", R"({"all":true})", R"({"advance":"5","all":true})",
        R"({"scale":-1,"all":true})", R"({"advance":"5m","all":true,"inbox":"t42"})"})
    EXPECT_EQ(rig.send_json("POST", "/v1/clock", body).status, 400) << body;
}

TEST(Inboxes, AreMadeAndGo) {
  ServiceRig rig;
  const Response made = rig.send_json("POST", "/v1/inboxes", R"({"name":"t42","ttl":"10m"})");
  ASSERT_EQ(made.status, 201) << made.octets();
  const Json inbox = Json::parse(made.octets());
  EXPECT_EQ(inbox["address"], "*@t42.inbox.test");
  EXPECT_EQ(inbox["expires"], "2026-11-23T14:12:11.482193Z");
  EXPECT_EQ(inbox["ports"], Json::object());
  EXPECT_EQ(rig.json("/v1/inboxes/t42"), inbox);
  EXPECT_EQ(rig.send_json("POST", "/v1/inboxes", R"({"name":"t42"})").status, 409);
  EXPECT_EQ(rig.send_json("POST", "/v1/inboxes", R"({"name":"default"})").status, 409);
  EXPECT_EQ(rig.send_json("POST", "/v1/inboxes", R"({"name":"T 42"})").status, 400);
  EXPECT_EQ(rig.send_json("POST", "/v1/inboxes", R"({"name":"t43","ports":["smtp"]})").status, 503);
  EXPECT_EQ(rig.json("/v1/inboxes")["total"], 1);
  rig.wall += std::chrono::minutes(10);
  EXPECT_EQ(rig.get("/v1/inboxes/t42").status, 410);
  EXPECT_EQ(rig.send_json("POST", "/v1/rules", R"({"on":"rcpt","inbox":"t42"})").status, 410);
  EXPECT_EQ(rig.send_json("POST", "/v1/inboxes", R"({"name":"t42"})").status, 201);
  EXPECT_EQ(rig.now("DELETE", "/v1/inboxes/t42").status, 200);
  EXPECT_EQ(rig.get("/v1/inboxes/t42").status, 404);
}

TEST(Inboxes, ScopeRules) {
  ServiceRig rig;
  const Response added =
      rig.send_json("POST", "/v1/rules?inbox=t1", R"({"on":"listen","close":"refuse"})");
  ASSERT_EQ(added.status, 201) << added.octets();
  const Json rule = Json::parse(added.octets());
  EXPECT_EQ(rule["inbox"], "t1");
  EXPECT_EQ(rule["warnings"][0]["pointer"], "/on");
  EXPECT_EQ(rig.json("/v1/inboxes")["total"], 1);
  EXPECT_EQ(rig.send_json("POST", "/v1/rules?inbox=t1", R"({"on":"rcpt","inbox":"t2"})").status,
            409);
  rig.send_json("POST", "/v1/rules?inbox=t2", R"({"on":"rcpt"})");
  EXPECT_EQ(rig.now("DELETE", "/v1/rules?inbox=t1").octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.json("/v1/rules")["total"], 1);
  EXPECT_EQ(rig.now("DELETE", "/v1/inboxes/t2").status, 200);
  EXPECT_EQ(rig.json("/v1/rules")["total"], 0);
}

TEST(Rules, ByApiHaveNoStates) {
  ServiceRig rig;
  const Response response =
      rig.send_json("POST", "/v1/rules", R"({"on":"rcpt","state":"up","goto":"down"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(problem(response)["pointer"], "/state");
}

}  // namespace
}  // namespace mailrig::api
