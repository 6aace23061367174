// The guard: which hosts, origins and sites are answered.
#include "api/guard.hpp"

#include "service_rig.hpp"

namespace mailrig::api {
namespace {

struct HostCase {
  const char* name;
  const char* host;
  int status;
};

class Hosts : public testing::TestWithParam<HostCase> {};

TEST_P(Hosts, AreAnsweredOrRefused) {
  ServiceOptions options;
  options.allowed_hosts = {"mail.example.com", "*.corp.example"};
  options.own_name = "Build7.Example.Org";
  ServiceRig rig({}, options);
  EXPECT_EQ(rig.get("/v1/info", {{"Host", GetParam().host}}).status, GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Guard, Hosts,
    testing::Values(
        HostCase{"Localhost", "localhost:8025", 200}, HostCase{"WithoutPort", "localhost", 200},
        HostCase{"Case", "LOCALHOST:8025", 200}, HostCase{"FinalDot", "localhost.:8025", 200},
        HostCase{"BelowLocalhost", "app.localhost", 200}, HostCase{"Ipv4", "192.0.2.7:8025", 200},
        HostCase{"Ipv6", "[::1]:8025", 200}, HostCase{"SingleLabel", "mailrig:8025", 200},
        HostCase{"Test", "mail.app.test", 200}, HostCase{"Local", "macbook.local:8025", 200},
        HostCase{"Internal", "host.docker.internal", 200},
        HostCase{"HomeArpa", "nas.home.arpa", 200}, HostCase{"Service", "mailrig.ci.svc", 200},
        HostCase{"OwnName", "build7.example.org:8025", 200},
        HostCase{"Allowed", "mail.example.com", 200},
        HostCase{"AllowedSuffix", "a.b.corp.example", 200},
        HostCase{"SuffixItself", "corp.example", 421},
        HostCase{"SuffixWithoutDot", "evilcorp.example", 421},
        HostCase{"Foreign", "evil.example", 421}, HostCase{"TwoLabels", "mailrig.ci", 421},
        HostCase{"LooksLikeAddress", "127.0.0.1.evil.example", 421},
        HostCase{"AddressOutOfRange", "127.0.0.256", 421},
        HostCase{"LooksLikeTest", "test.evil", 421}, HostCase{"NoName", ":8025", 400},
        HostCase{"Empty", "", 400}, HostCase{"BadPort", "localhost:80a", 400},
        HostCase{"BadBracket", "[::1", 400}, HostCase{"Credentials", "user@localhost", 400}),
    [](const auto& each) { return each.param.name; });

TEST(Guard, NamesTheFlagThatWouldAllowAHost) {
  ServiceRig rig;
  const Json refused = problem(rig.get("/v1/info", {{"Host", "evil.example:8025"}}));
  EXPECT_EQ(refused["type"], "/problems/foreign-host");
  EXPECT_NE(refused["hint"].get<std::string>().find("--allowed-host evil.example"),
            std::string::npos);
}

TEST(Guard, AnswersProbesUnderAnyHost) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/livez", {{"Host", "evil.example"}}).status, 200);
  EXPECT_EQ(rig.get("/readyz?x=1", {{"Host", "evil.example"}}).status, 400);
  EXPECT_EQ(rig.get("/livez/x", {{"Host", "evil.example"}}).status, 421);
}

TEST(Guard, AnswersTwoLabelsInKubernetesOnly) {
  ServiceOptions options;
  options.in_kubernetes = true;
  ServiceRig rig({}, options);
  EXPECT_EQ(rig.get("/v1/info", {{"Host", "mailrig.ci:8025"}}).status, 200);
  EXPECT_EQ(rig.get("/v1/info", {{"Host", "a.b.example"}}).status, 421);
}

TEST(Guard, AnswersEveryHostWhenAStarIsAllowed) {
  ServiceOptions options;
  options.allowed_hosts = {"*"};
  ServiceRig rig({}, options);
  EXPECT_EQ(rig.get("/v1/info", {{"Host", "a.b.example"}}).status, 200);
}

TEST(Guard, RefusesTwoHosts) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/v1/info", {{"Host", "localhost"}, {"Host", "localhost"}}).status, 400);
}

struct OriginCase {
  const char* name;
  const char* host;
  const char* origin;
  int status;
};

class Origins : public testing::TestWithParam<OriginCase> {};

TEST_P(Origins, MustBeTheHostsOwn) {
  ServiceRig rig;
  const Response response =
      rig.get("/v1/info", {{"Host", GetParam().host}, {"Origin", GetParam().origin}});
  EXPECT_EQ(response.status, GetParam().status) << response.octets();
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "");
}

INSTANTIATE_TEST_SUITE_P(
    Guard, Origins,
    testing::Values(OriginCase{"Same", "localhost:8025", "http://localhost:8025", 200},
                    OriginCase{"BehindTlsProxy", "localhost", "https://localhost", 200},
                    OriginCase{"DefaultPortNamed", "localhost:443", "https://localhost", 200},
                    OriginCase{"V6", "[::1]:8025", "http://[::1]:8025", 200},
                    OriginCase{"OtherPort", "localhost:8025", "http://localhost:3000", 403},
                    OriginCase{"OtherHost", "localhost:8025", "http://evil.example", 403},
                    OriginCase{"OtherAlias", "localhost:8025", "http://127.0.0.1:8025", 403},
                    OriginCase{"Null", "localhost:8025", "null", 403},
                    OriginCase{"Nonsense", "localhost:8025", "localhost:8025", 403}),
    [](const auto& each) { return each.param.name; });

TEST(Guard, AnswersAnAllowedOriginWithCors) {
  ServiceOptions options;
  options.allowed_origins = {"http://app.test:3000"};
  ServiceRig rig({}, options);
  const Headers page = {{"Origin", "http://app.test:3000"}, {"Sec-Fetch-Site", "cross-site"}};
  const Response response = rig.get("/v1/info", page);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "http://app.test:3000");
  EXPECT_EQ(header(response, "Vary"), "Origin");

  Headers ahead = page;
  ahead.emplace_back("Access-Control-Request-Method", "DELETE");
  const Response preflight = rig.now("OPTIONS", "/v1/messages", ahead);
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(header(preflight, "Access-Control-Allow-Methods"), "DELETE, GET, HEAD, PATCH, POST");
}

TEST(Guard, AnswersOptionsWithoutAnAllowedOriginLikeAnyOtherMethod) {
  ServiceRig rig;
  const Response response = rig.now("OPTIONS", "/v1/messages", {});
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "DELETE, GET, HEAD, PATCH, POST");
}

struct SiteCase {
  const char* name;
  const char* method;
  const char* site;
  const char* destination;
  int status;
};

class Sites : public testing::TestWithParam<SiteCase> {};

TEST_P(Sites, AreSameOriginUnlessAPersonNavigates) {
  ServiceRig rig;
  const SiteCase& each = GetParam();
  EXPECT_EQ(rig.now(each.method, "/v1/messages?all=true",
                    {{"Sec-Fetch-Site", each.site}, {"Sec-Fetch-Dest", each.destination}})
                .status,
            each.status);
}

INSTANTIATE_TEST_SUITE_P(
    Guard, Sites,
    testing::Values(SiteCase{"Own", "DELETE", "same-origin", "empty", 200},
                    SiteCase{"TypedIn", "DELETE", "none", "document", 200},
                    SiteCase{"SameSite", "DELETE", "same-site", "empty", 403},
                    SiteCase{"CrossSite", "DELETE", "cross-site", "empty", 403},
                    SiteCase{"ForeignForm", "DELETE", "cross-site", "document", 403},
                    // Let in by the guard; the parameter is wrong for GET.
                    SiteCase{"Link", "GET", "cross-site", "document", 400},
                    SiteCase{"Image", "GET", "cross-site", "image", 403}),
    [](const auto& each) { return each.param.name; });

TEST(Guard, MarksEveryAnswer) {
  ServiceRig rig;
  for (const Response& response : {rig.get("/v1/info"), rig.get("/nowhere"),
                                   rig.get("/v1/info", {{"Host", "evil.example"}})}) {
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    EXPECT_EQ(header(response, "Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
  }
}

}  // namespace
}  // namespace mailrig::api
