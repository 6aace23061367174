// The page as it is served: encodings, caches, policies, deep links.
#include "api/asset.hpp"

#include <gmock/gmock.h>

#include "service_rig.hpp"

namespace mailrig::api {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Headers browser = {{"Accept", "text/html,application/xhtml+xml"}};

Headers and_also(std::string name, std::string value) {
  Headers headers = browser;
  headers.emplace_back(std::move(name), std::move(value));
  return headers;
}

TEST(Asset, PageStandsBehindAPolicyThatAllowsItselfAlone) {
  ServiceRig rig;
  const Response page = rig.get("/", browser);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(header(page, "Content-Security-Policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
            "trusted-types 'none'");
  EXPECT_EQ(header(page, "Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(header(page, "Cross-Origin-Resource-Policy"), "same-origin");
  EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
  EXPECT_THAT(header(page, "Permissions-Policy"), HasSubstr("camera=()"));
}

TEST(Asset, PageIsAskedForAgainAndAnswered304WhileItIsTheSame) {
  ServiceRig rig;
  const Response plain = rig.get("/", browser);
  EXPECT_EQ(header(plain, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(plain, "Vary"), "Accept, Accept-Encoding");
  const Response packed = rig.get("/", and_also("Accept-Encoding", "br, gzip"));
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_THAT(packed.body, StartsWith("\x1f\x8b"));
  EXPECT_NE(header(packed, "ETag"), header(plain, "ETag"));
  Headers again = and_also("If-None-Match", header(plain, "ETag"));
  EXPECT_EQ(rig.get("/", again).status, 304);
  again.emplace_back("Accept-Encoding", "gzip");
  EXPECT_EQ(rig.get("/", again).status, 200);
  EXPECT_EQ(header(rig.get("/", and_also("Accept-Encoding", "gzip;q=0")), "Content-Encoding"), "");
}

TEST(Asset, DeepLinksGiveThePageWithItsRootNamedRelatively) {
  ServiceRig rig;
  EXPECT_THAT(rig.get("/connect", browser).body, HasSubstr("name=\"root\" content=\"./\""));
  EXPECT_THAT(rig.get("/m/m1?w=375", browser).body, HasSubstr("name=\"root\" content=\"../\""));
  const Response deep = rig.get("/m/m1/headers", browser);
  EXPECT_THAT(deep.body, HasSubstr("name=\"root\" content=\"../../\""));
  EXPECT_THAT(deep.body, HasSubstr("src=\"../../assets/page-"));
  EXPECT_EQ(rig.get("/a/b/c/d/e/f", browser).status, 404);
}

TEST(Asset, FilesOfHashedNamesNeverChange) {
  ServiceRig rig;
  ASSERT_FALSE(page_files().empty());
  for (const Asset& file : page_files()) {
    const Response response = rig.get(std::string(file.path));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, file.octets);
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
  }
  EXPECT_EQ(rig.get("/assets/page-0000000000.js").status, 404);
}

TEST(Asset, ApisAndOtherClientsAreLeftAlone) {
  ServiceRig rig;
  EXPECT_EQ(problem(rig.get("/v1/mesages", browser))["status"], 404);
  EXPECT_EQ(rig.get("/livez", browser).content_type, "text/plain; charset=utf-8");
  EXPECT_THAT(rig.get("/").body, StartsWith("mailrig"));
  EXPECT_THAT(problem(rig.get("/messages"))["hint"], HasSubstr("/v1/messages"));
  EXPECT_EQ(rig.now("POST", "/inbox", browser).status, 404);
}

}  // namespace
}  // namespace mailrig::api
