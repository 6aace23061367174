// /v1/rules.
#include "json/rule_json.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

const std::string busy = R"({"name":"busy","on":"rcpt","reply":"451 4.3.0 Later"})";

TEST(Rules, AreAddedShownAndRemoved) {
  ServiceRig rig;
  const Response added = rig.send_json("POST", "/v1/rules", busy);
  ASSERT_EQ(added.status, 201) << added.octets();
  const Json rule = Json::parse(added.octets());
  const std::string id = rule["id"];
  EXPECT_EQ(header(added, "Location"), "/v1/rules/" + id);
  EXPECT_EQ(rule["name"], "busy");
  EXPECT_EQ(rule["matched"], 0);
  EXPECT_EQ(rule["expires"], nullptr);
  EXPECT_EQ(rig.json("/v1/rules/" + id), rule);
  EXPECT_EQ(rig.json("/v1/rules")["items"], Json::array({rule}));
  EXPECT_EQ(rig.now("DELETE", "/v1/rules/" + id).octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.get("/v1/rules/" + id).status, 404);
  EXPECT_EQ(rig.now("DELETE", "/v1/rules/" + id).status, 404);
}

TEST(Rules, KeepTheOrderOfAnArray) {
  ServiceRig rig;
  rig.send_json("POST", "/v1/rules", busy);
  const Response added = rig.send_json(
      "POST", "/v1/rules?ttl=10m&seed=7",
      R"([{"name":"one","on":"mail","chance":0.5,"reply":"451 x"},{"name":"two","on":"mail","reply":"452 x"}])");
  ASSERT_EQ(added.status, 201) << added.octets();
  EXPECT_EQ(Json::parse(added.octets())["items"].size(), 2u);
  const Json items = rig.json("/v1/rules")["items"];
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0]["name"], "one");
  EXPECT_EQ(items[0]["seed"], 7);
  EXPECT_EQ(items[0]["expires"], "2026-11-23T14:12:11.482193Z");
  EXPECT_EQ(items[1]["name"], "two");
  EXPECT_EQ(items[2]["name"], "busy");
}

TEST(Rules, AreReplacedInPlace) {
  ServiceRig rig;
  const std::string id = Json::parse(rig.send_json("POST", "/v1/rules", busy).octets())["id"];
  const Response replaced = rig.send_json("PUT", "/v1/rules/" + id,
                                          R"({"name":"calm","on":"mail","reply":"452 4.3.1 x"})");
  EXPECT_EQ(replaced.status, 200) << replaced.octets();
  EXPECT_EQ(rig.json("/v1/rules/" + id)["name"], "calm");
  EXPECT_EQ(rig.send_json("PUT", "/v1/rules/r99", busy).status, 404);
}

TEST(Rules, NameThePlaceOfAFault) {
  ServiceRig rig;
  const Response response =
      rig.send_json("POST", "/v1/rules", R"([{"on":"rcpt"},{"on":"rcpt","replay":"451 x"}])");
  EXPECT_EQ(response.status, 400);
  const Json out = problem(response);
  EXPECT_EQ(out["pointer"], "/1/replay");
  EXPECT_NE(out["hint"].get<std::string>().find("reply"), std::string::npos);
  const Json several =
      problem(rig.send_json("POST", "/v1/rules", R"({"on":"nowhere","x":1,"nth":"0"})"));
  EXPECT_GE(several["errors"].size(), 3u);
  EXPECT_EQ(rig.send_json("POST", "/v1/rules", "{").status, 400);
  EXPECT_EQ(rig.send_json("POST", "/v1/rules", "").status, 400);
  EXPECT_EQ(rig.json("/v1/rules")["total"], 0);
}

TEST(Rules, OfOnePostMustHaveDifferentNames) {
  ServiceRig rig;
  const Response response = rig.send_json("POST", "/v1/rules", "[" + busy + "," + busy + "]");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(problem(response)["pointer"], "/1/name");
}

TEST(Rules, RefuseBadOptions) {
  ServiceRig rig;
  for (const std::string query : {"ttl=10", "ttl=0s", "ttl=x", "seed=1.5", "seed="})
    EXPECT_EQ(rig.send_json("POST", "/v1/rules?" + query, busy).status, 400) << query;
}

TEST(Rules, OfAFileChangeOnlyWithIt) {
  ServiceRig rig;
  auto scenario = json::read_scenario(R"({"name":"full","rules":[)" + busy + "]}", "fallback");
  ASSERT_TRUE(scenario);
  rig.engine.load(std::move(*scenario));
  EXPECT_EQ(rig.json("/v1/rules/full%2Fbusy")["id"], "full/busy");
  const Response removed = rig.now("DELETE", "/v1/rules/full%2Fbusy");
  EXPECT_EQ(removed.status, 409);
  EXPECT_EQ(problem(removed)["type"], "/problems/rule-of-a-file");
  EXPECT_EQ(rig.send_json("PUT", "/v1/rules/full%2Fbusy", busy).status, 409);
  EXPECT_EQ(rig.get("/v1/rules/full/busy").status, 404);
}

TEST(Rules, AreNeverAllRemovedByMistake) {
  ServiceRig rig;
  rig.send_json("POST", "/v1/rules", busy);
  EXPECT_EQ(rig.now("DELETE", "/v1/rules").status, 400);
  EXPECT_EQ(rig.now("DELETE", "/v1/rules?all=false").status, 400);
  EXPECT_EQ(rig.now("DELETE", "/v1/rules?all=true").octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.json("/v1/rules")["total"], 0);
}

}  // namespace
}  // namespace mailrig::api
