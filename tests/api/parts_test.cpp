// What stands below /v1/messages/{id}, and what a message is understood to be.
#include "mail/encoding.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

const std::string png("\x89PNG\r\n\x1a\n\0\0", 10);

// A mail as shops send it: alternative, a picture of the HTML, an attachment.
const std::string shop =
    "From: Shop <shop@x.test>\r\n"
    "To: Friends: Bob <b@y.test>, c@y.test;\r\n"
    "Bcc: d@y.test\r\n"
    "Reply-To: help@x.test\r\n"
    "Date: Mon, 23 Nov 2026 15:02:11 +0100\r\n"
    "Subject: Your code\r\n"
    "List-Unsubscribe: <mailto:off@x.test>, <https://x.test/off>\r\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=m\r\n\r\n"
    "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
    "--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    "Your code is 493817.\r\nSee https://x.test/t?a=1&b=2.\r\n"
    "--a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n"
    "--r\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<p>Your code is <b>493817</b>.</p><a href=\"https://x.test/h?a=1&amp;b=2\">See <i>it</i></a>"
    "<img src=\"cid:logo@x\"><img src='http://track.test/1.gif'>\r\n"
    "--r\r\nContent-Type: image/svg+xml\r\nContent-ID: <logo@x>\r\n"
    "Content-Transfer-Encoding: base64\r\nContent-Disposition: inline\r\n\r\n" +
    encode_base64(png) +
    "\r\n--r--\r\n--a--\r\n"
    "--m\r\nContent-Type: application/pdf; name=x\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename*=utf-8''gr%C3%BC%22n.pdf\r\n\r\nJVBERi0=\r\n"
    "--m--\r\n";

TEST(Parts, OfAMessageAreAllListed) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Json message = rig.json("/v1/messages/m1");
  std::vector<std::string> lines;
  for (const Json& part : message["parts"])
    lines.push_back(part["n"].dump() + " in " + part["parent"].dump() + ": " +
                    part["type"].get<std::string>() + " " + part["role"].get<std::string>() + " " +
                    part["size"].dump());
  EXPECT_EQ(lines[0].substr(0, lines[0].rfind(' ')), "1 in null: multipart/mixed container");
  EXPECT_EQ(lines[2], "3 in 2: text/plain text 51");
  EXPECT_EQ(lines[4].substr(0, 24), "5 in 4: text/html html 1");
  EXPECT_EQ(lines[5], "6 in 4: image/svg+xml inline 10");
  EXPECT_EQ(lines[6], "7 in 1: application/pdf attachment 5");
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(message["parts"][5]["contentId"], "logo@x");
  EXPECT_EQ(message["parts"][6]["fileName"], "grü\"n.pdf");
  EXPECT_EQ(message["parts"][6]["encoding"], "base64");
  EXPECT_EQ(message["parts"][2]["charset"], "utf-8");
  EXPECT_EQ(message["attachments"], 1);
  EXPECT_EQ(rig.json("/v1/messages")["items"][0]["attachments"], 1);
}

TEST(Parts, GiveTextHtmlLinksAndCodes) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Json message = rig.json("/v1/messages/m1");
  EXPECT_EQ(message["text"], "Your code is 493817.\r\nSee https://x.test/t?a=1&b=2.");
  EXPECT_TRUE(message["html"].get<std::string>().starts_with("<p>Your code"));
  EXPECT_EQ(message["snippet"], "Your code is 493817. See https://x.test/t?a=1&b=2.");
  EXPECT_EQ(message["links"], Json::parse(R"([
    {"url":"https://x.test/t?a=1&b=2","text":"https://x.test/t?a=1&b=2","part":3},
    {"url":"https://x.test/h?a=1&b=2","text":"See it","part":5}])"));
  EXPECT_EQ(message["codes"], Json::parse(R"(["493817"])"));
  EXPECT_EQ(message["remote"], Json::parse(R"(["http://track.test/1.gif"])"));
  EXPECT_EQ(message["listUnsubscribe"],
            Json::parse(R"({"urls":["mailto:off@x.test","https://x.test/off"],"oneClick":true})"));
  EXPECT_EQ(message["headerTo"][0],
            Json::parse(R"({"name":"Bob","address":"b@y.test","group":"Friends"})"));
  EXPECT_EQ(message["headerBcc"][0]["address"], "d@y.test");
  EXPECT_EQ(message["headerReplyTo"][0]["address"], "help@x.test");
  EXPECT_EQ(message["diagnostics"], Json::array());
}

TEST(Parts, AreSavedDecodedAndNeverShown) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Response part = rig.get("/v1/messages/latest/parts/7");
  EXPECT_EQ(part.octets(), "%PDF-");
  EXPECT_EQ(part.content_type, "application/pdf");
  EXPECT_EQ(header(part, "Content-Disposition"),
            "attachment; filename=\"gr___n.pdf\"; filename*=UTF-8''gr%C3%BC%22n.pdf");
  EXPECT_EQ(header(part, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(rig.get("/v1/messages/m1/parts/5").content_type, "text/html; charset=utf-8");
  EXPECT_TRUE(
      header(rig.get("/v1/messages/m1/parts/5"), "Content-Disposition").starts_with("attachment"));
  for (const char* n : {"0", "8", "x", "-1", "..", "99999999999999999999"})
    EXPECT_EQ(problem(rig.get("/v1/messages/m1/parts/" + std::string(n)))["type"],
              "/problems/no-part")
        << n;
}

TEST(Parts, HaveChecksumsOnRequest) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Json message = rig.json("/v1/messages/latest?checksums=true");
  EXPECT_EQ(message["parts"][6]["checksums"], Json::parse(R"({
    "md5": "561318f0d57972e7c62fe701849032af",
    "sha1": "e86519502b289fa060be9987ca53f79b8159538b",
    "sha256": "38523c087796e5d5dd1cf9bad1fb026781a838dd9dd2cf8af58b9f6502a46778"})"));
  EXPECT_FALSE(rig.json("/v1/messages/m1")["parts"][6].contains("checksums"));
  EXPECT_EQ(problem(rig.get("/v1/messages/m1?checksums=1"))["parameter"], "checksums");
}

TEST(Links, ChooseMessages) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  rig.deliver("a@x.test", {"b@y.test"}, "A: 1\r\n\r\nhttps://z.test/reset?token=1");
  const auto found = [&](const std::string& glob) {
    return rig.json("/v1/messages?link=" + glob)["items"].at(0)["id"].get<std::string>();
  };
  EXPECT_EQ(found("https://z.test/reset*"), "m2");
  EXPECT_EQ(found("https://x.test/h%3Fa=1%26b=2"), "m1");
  EXPECT_EQ(rig.json("/v1/messages?link=*.test*")["total"], 2);
  EXPECT_EQ(rig.json("/v1/messages?link=https://w.test/*")["total"], 0);
  EXPECT_EQ(rig.json("/v1/transactions?link=*reset*")["total"], 1);
}

TEST(Html, IsASandboxedPageOfItsOwn) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Response page = rig.get("/v1/messages/latest/html");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(header(page, "Content-Security-Policy"),
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
            "img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'");
  EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(page, "X-DNS-Prefetch-Control"), "off");
  EXPECT_EQ(header(page, "Cache-Control"), "no-store");
  const std::string body(page.octets());
  EXPECT_TRUE(body.starts_with("<base target=\"_blank\"><p>Your code"));
  EXPECT_NE(body.find("<img src=\"../m1/inline/6\">"), std::string::npos);
  EXPECT_NE(body.find("http://track.test/1.gif"), std::string::npos);
}

TEST(Html, LoadsRemoteContentOnlyIfAsked) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const std::string policy =
      header(rig.get("/v1/messages/m1/html?remote=1"), "Content-Security-Policy");
  EXPECT_NE(policy.find("img-src 'self' data: http: https:;"), std::string::npos);
  EXPECT_EQ(policy.find("script"), std::string::npos);
  EXPECT_EQ(
      header(rig.get("/v1/messages/m1/html?remote=0"), "Content-Security-Policy").find("http:"),
      std::string::npos);
  EXPECT_EQ(problem(rig.get("/v1/messages/m1/html?remote=yes"))["status"], 400);
}

TEST(Html, IsNotThereWhereTheMailHasNone) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "A: 1\r\n\r\nx");
  EXPECT_EQ(problem(rig.get("/v1/messages/m1/html"))["type"], "/problems/no-html");
}

TEST(Inline, PicturesAreSniffedAndMayBeShownInAFrameWithoutOrigin) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, shop);
  const Headers frame = {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "null"}};
  const Response picture = rig.get("/v1/messages/m1/inline/6", frame);
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.content_type, "image/png");  // whatever the mail says
  EXPECT_EQ(picture.octets(), png);
  EXPECT_EQ(header(picture, "Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(std::ranges::count(picture.headers, "Cross-Origin-Resource-Policy",
                               &std::pair<std::string, std::string>::first),
            1);
  EXPECT_EQ(problem(rig.get("/v1/messages/m1/inline/7"))["type"], "/problems/no-image");
  // Nothing else is for such a frame.
  EXPECT_EQ(rig.get("/v1/messages/m1/parts/6", frame).status, 403);
  EXPECT_EQ(rig.get("/v1/messages/m1/inline/6/x", frame).status, 403);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages/m1/inline/6", frame).status, 403);
}

TEST(Diagnostics, NameKindPartAndPlace) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"},
              "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
              "Content-Transfer-Encoding: base64\r\n\r\nZg=\n!Zg");
  const Json message = rig.json("/v1/messages/m1");
  std::string kinds;
  for (const Json& each : message["diagnostics"])
    kinds += each["kind"].get<std::string>() + "@" + each["part"].dump() + " ";
  EXPECT_EQ(kinds,
            "missing-mime-version@1 missing-from@1 missing-date@1 bare-lf@1 bad-base64@2 "
            "after-base64@2 boundary-not-closed@1 truncated-base64@2 ");
}

}  // namespace
}  // namespace mailrig::api
