// /v1/info, probes, metrics, the front door and the description of the API.
#include <set>

#include "api/route.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Info, TellsListenersLimitsAndCounts) {
  ServiceOptions options;
  options.more_limits = {{"messageOctets", 52'428'800}};
  ServiceRig rig({}, options);
  EXPECT_TRUE(rig.json("/v1/info")["listeners"].empty());
  rig.service.ready({{"smtp", "smtp", "127.0.0.1", 1025, "none", {}}});
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  const Json info = rig.json("/v1/info");
  EXPECT_EQ(info["version"], "0.1.0");
  EXPECT_EQ(info["seq"], rig.store.seq());
  EXPECT_EQ(info["now"], "2026-11-23T14:02:11.482193Z");
  EXPECT_EQ(info["listeners"],
            Json::parse(R"([{"name":"smtp","protocol":"smtp","address":"127.0.0.1","port":1025,)"
                        R"("tls":"none","profile":"default"}])"));
  EXPECT_EQ(info["limits"]["messageOctets"], 52'428'800);
  EXPECT_EQ(info["limits"]["keptOctets"], rig.store.limits().kept_octets);
  EXPECT_EQ(info["counts"]["messages"], 1);
  EXPECT_EQ(info["counts"]["openSessions"], 0);
  EXPECT_EQ(info["evicted"]["messages"], 0);
}

TEST(Readyz, IsReadyBetweenBindingAndStopping) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/livez").status, 200);
  EXPECT_EQ(rig.get("/readyz").status, 503);
  rig.service.ready({});
  EXPECT_EQ(rig.get("/readyz").status, 200);
  rig.service.stopping();
  EXPECT_EQ(rig.get("/readyz").status, 503);
  EXPECT_EQ(rig.get("/livez").status, 200);
}

TEST(Metrics, AreInPrometheusText) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  const Response metrics = rig.get("/metrics");
  EXPECT_EQ(metrics.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(metrics.octets().find("# TYPE mailrig_messages_received_total counter\n"
                                  "mailrig_messages_received_total 1\n"),
            std::string::npos);
}

TEST(Root, NamesTheMainRoutes) {
  ServiceRig rig;
  const Response root = rig.get("/");
  EXPECT_EQ(root.content_type, "text/plain; charset=utf-8");
  EXPECT_NE(root.octets().find("/v1/messages"), std::string::npos);
}

// Every `$ref` in `node`.
void collect(const Json& node, std::set<std::string>& references) {
  if (node.is_object() && node.contains("$ref")) references.insert(node["$ref"]);
  if (node.is_structured())
    for (const Json& child : node) collect(child, references);
}

TEST(Openapi, RefersOnlyToWhatItDefines) {
  ServiceRig rig;
  const Json document = rig.json("/v1/openapi.json");
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> references;
  collect(document, references);
  EXPECT_GT(references.size(), 20u);
  for (const std::string& reference : references)
    EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
}

TEST(Openapi, NamesEachOperationOnceWithItsPathParameters) {
  ServiceRig rig;
  std::set<std::string> names;
  const Json document = rig.json("/v1/openapi.json");
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      EXPECT_TRUE(names.insert(operation["operationId"]).second) << operation["operationId"];
      bool id = false;
      for (const Json& parameter : operation["parameters"]) id = id || parameter["in"] == "path";
      EXPECT_EQ(id, path.find('{') != std::string::npos) << path;
      EXPECT_TRUE(operation["responses"].contains("default"));
    }
  EXPECT_EQ(names.size(), routes().size());
}

}  // namespace
}  // namespace mailrig::api
