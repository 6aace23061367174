// Paths, methods, parameters and bodies, whatever the route.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Router, NamesTheNearestRouteForAnUnknownPath) {
  ServiceRig rig;
  const Response response = rig.get("/v1/mesages");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(problem(response)["hint"], "did you mean /v1/messages?");
  EXPECT_EQ(problem(rig.get("/v1/messages/m1/rwa"))["hint"], "did you mean /v1/messages/m1/raw?");
  EXPECT_EQ(problem(rig.get("/messages"))["hint"], "did you mean /v1/messages?");
  EXPECT_EQ(problem(rig.get("/v1/messages/"))["hint"], "did you mean /v1/messages?");
  EXPECT_EQ(problem(rig.get("/zzz/yyy"))["hint"], "/v1/openapi.json lists every route");
}

TEST(Router, NamesTheMethodsOfAPath) {
  ServiceRig rig;
  const Response response = rig.now("POST", "/v1/info");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "GET, HEAD");
}

TEST(Router, AnswersHeadLikeGet) {
  ServiceRig rig;
  EXPECT_EQ(rig.now("HEAD", "/v1/messages").octets(), rig.get("/v1/messages").octets());
}

TEST(Router, TakesTheAbsoluteFormOfATarget) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("http://localhost:8025/v1/info").status, 200);
}

struct BadRequest {
  const char* name;
  const char* target;
  const char* type;
  const char* parameter;
  const char* hint;
};

class BadRequests : public testing::TestWithParam<BadRequest> {};

TEST_P(BadRequests, AreNamedAndExplained) {
  ServiceRig rig;
  const Response response = rig.get(GetParam().target);
  EXPECT_EQ(response.status, 400);
  const Json out = problem(response);
  EXPECT_EQ(out["type"], std::string("/problems/") + GetParam().type);
  if (*GetParam().parameter) {
    EXPECT_EQ(out["parameter"], GetParam().parameter);
  }
  EXPECT_NE(out.value("hint", "").find(GetParam().hint), std::string::npos) << out;
}

INSTANTIATE_TEST_SUITE_P(
    Router, BadRequests,
    testing::Values(
        BadRequest{"UnknownParameter", "/v1/messages?subjct=x", "unknown-parameter", "subjct",
                   "did you mean subject?"},
        BadRequest{"CaseMatters", "/v1/messages?Limit=1", "unknown-parameter", "Limit", "limit?"},
        BadRequest{"FilterOfAnotherKind", "/v1/sessions?subject=x", "unknown-parameter", "subject",
                   ""},
        BadRequest{"NoParametersAtAll", "/v1/info?x=1", "unknown-parameter", "x",
                   "takes no parameters"},
        BadRequest{"Repeated", "/v1/messages?limit=1&limit=2", "bad-parameter", "limit", "once"},
        BadRequest{"CutEncoding", "/v1/messages?to=%4", "bad-url", "", "%25"},
        BadRequest{"BadEncodingInPath", "/v1/messages/%zz", "bad-url", "", "%25"},
        BadRequest{"BadEncodingInName", "/v1/messages?t%o=1", "bad-url", "", "%25"},
        BadRequest{"LimitTooHigh", "/v1/messages?limit=1001", "bad-parameter", "limit",
                   "0 to 1000"},
        BadRequest{"LimitNegative", "/v1/messages?limit=-1", "bad-parameter", "limit", "0 to 1000"},
        BadRequest{"LimitEmpty", "/v1/messages?limit", "bad-parameter", "limit", "0 to 1000"},
        BadRequest{"Order", "/v1/messages?order=up", "bad-parameter", "order", "order=asc"},
        BadRequest{"Cursor", "/v1/messages?cursor=x", "bad-parameter", "cursor", "next"},
        BadRequest{"After", "/v1/messages?after=m1", "bad-parameter", "after", "0 to"},
        BadRequest{"Since", "/v1/messages?since=yesterday", "bad-parameter", "since", "5m"},
        BadRequest{"Has", "/v1/messages?has=tail", "bad-parameter", "has", "has=attachment"},
        BadRequest{"BadPattern", "/v1/messages?subject=/(/", "bad-parameter", "subject", ""},
        BadRequest{"BadSize", "/v1/messages?size=big", "bad-parameter", "size", ""},
        BadRequest{"EmptyHeader", "/v1/messages?header:=x", "bad-parameter", "header:", "header:"},
        BadRequest{"WaitWithoutUnit", "/v1/messages?wait=10", "bad-parameter", "wait",
                   "needs a unit: wait=10s"},
        BadRequest{"WaitTooLong", "/v1/messages?wait=6m", "bad-parameter", "wait", "300s"},
        BadRequest{"WaitForNone", "/v1/messages?wait=1s&count=0", "bad-parameter", "count",
                   "quiet="},
        BadRequest{"CountWithoutWait", "/v1/messages?count=2", "bad-parameter", "count", "wait="},
        BadRequest{"WaitAndQuiet", "/v1/messages?wait=1s&quiet=1s", "bad-parameter", "quiet", ""},
        BadRequest{"QuietOfLatest", "/v1/messages/latest?quiet=1s", "unknown-parameter", "quiet",
                   ""},
        BadRequest{"FilterBesideId", "/v1/messages/m1?to=x", "bad-parameter", "to", "latest"},
        BadRequest{"Reveal", "/v1/sessions/s1?reveal=yes", "bad-parameter", "reveal", "true"}),
    [](const auto& each) { return each.param.name; });

TEST(Router, RefusesABodyOfTheWrongType) {
  ServiceRig rig;
  const Response form =
      rig.now("POST", "/v1/rules", {{"Content-Type", "application/x-www-form-urlencoded"}}, "{}");
  EXPECT_EQ(form.status, 415);
  EXPECT_NE(problem(form)["hint"].get<std::string>().find("application/json"), std::string::npos);
  EXPECT_EQ(rig.now("POST", "/v1/rules", {}, "{}").status, 415);
  EXPECT_EQ(rig.now("POST", "/v1/rules",
                    {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}, "{}")
                .status,
            415);
  const Response text = rig.now("POST", "/v1/messages?to=b@y.test",
                                {{"Content-Type", "text/plain"}}, "Subject: hi\r\n\r\n");
  EXPECT_EQ(text.status, 415);
  EXPECT_NE(problem(text)["hint"].get<std::string>().find("message/rfc822"), std::string::npos);
}

TEST(Router, RefusesABodyWhereNoneBelongs) {
  ServiceRig rig;
  const Response response = rig.send_json("DELETE", "/v1/messages", R"({"to":"b@y.test"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(problem(response)["type"], "/problems/unexpected-body");
}

TEST(Router, RefusesABodyBeyondTheCap) {
  ServiceRig rig;
  Request request;
  request.method = "POST";
  request.target = "/v1/rules";
  request.headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
  request.body_too_large = true;
  const Answer answer = rig.service.handle(request);
  EXPECT_EQ(std::get<Response>(answer).status, 413);
}

}  // namespace
}  // namespace mailrig::api
