// POST /v1/messages with JSON: the mail that is made says what was asked for.
#include "mail/ascii.hpp"
#include "mail/encoding.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

Json put(ServiceRig& rig, const std::string& body, const std::string& query = "") {
  const Response response = rig.send_json("POST", "/v1/messages" + query, body);
  EXPECT_EQ(response.status, 201) << response.octets();
  return Json::parse(response.octets());
}

TEST(PutMessage, MakesAMailOfJson) {
  ServiceRig rig;
  const Json message = put(rig, R"({
    "from": "Jürgen Groß <j@x.test>",
    "to": ["Bob <b@y.test>", {"name": "Ann, \"A\"", "address": "ann@y.test"}],
    "cc": "c@y.test, D <d@y.test>", "bcc": "secret@y.test",
    "subject": "Grüße aus München — ein Betreff, der länger ist als eine Zeile, mit 日本語",
    "text": "Hällo\nline two\r\n", "html": "<p>Hällo <img src=\"cid:logo@x\"></p>",
    "headers": {"X-Shop": "ü", "X-Many": ["1", "2"], "Reply-To": "help@x.test"},
    "attachments": [
      {"fileName": "grüße.txt", "type": "text/plain", "content": "aMOkbGxv"},
      {"fileName": "logo.png", "type": "image/png", "content": "iVBORw0KGgo=", "contentId": "logo@x"},
      {"content": ""}]})");
  EXPECT_EQ(message["headerFrom"], Json::parse(R"([{"name":"Jürgen Groß","address":"j@x.test"}])"));
  EXPECT_EQ(message["headerTo"], Json::parse(R"([{"name":"Bob","address":"b@y.test"},
                            {"name":"Ann, \"A\"","address":"ann@y.test"}])"));
  EXPECT_EQ(message["headerCc"].size(), 2u);
  EXPECT_EQ(message["headerBcc"], Json::array());
  EXPECT_EQ(message["subject"],
            "Grüße aus München — ein Betreff, der länger ist als eine Zeile, mit 日本語");
  EXPECT_EQ(message["date"], "2026-11-23T14:02:11.000000Z");
  EXPECT_EQ(message["text"], "Hällo\r\nline two\r\n");
  EXPECT_EQ(message["html"], "<p>Hällo <img src=\"cid:logo@x\"></p>");
  EXPECT_EQ(message["attachments"], 2);
  EXPECT_EQ(message["diagnostics"], Json::array());
  EXPECT_EQ(message["envelope"]["from"]["address"], "j@x.test");
  std::string recipients, parts;
  for (const Json& each : message["envelope"]["to"])
    recipients += each["address"].get<std::string>() + " ";
  EXPECT_EQ(recipients, "b@y.test ann@y.test c@y.test d@y.test secret@y.test ");
  for (const Json& each : message["parts"])
    parts += each["type"].get<std::string>() + ":" + each["role"].get<std::string>() + " ";
  EXPECT_EQ(parts,
            "multipart/mixed:container multipart/alternative:container text/plain:text "
            "multipart/related:container text/html:html image/png:inline text/plain:attachment "
            "application/octet-stream:attachment ");
  EXPECT_EQ(message["parts"][6]["fileName"], "grüße.txt");
  EXPECT_EQ(rig.get("/v1/messages/m1/parts/7").octets(), "hällo");
  const std::string raw(rig.get("/v1/messages/m1/raw").octets());
  EXPECT_TRUE(is_ascii(raw));
  std::size_t longest = 0;
  for (std::size_t at = 0, end = 0; at < raw.size(); at = end + 2) {
    end = std::min(raw.find("\r\n", at), raw.size());
    longest = std::max(longest, end - at);
  }
  EXPECT_LE(longest, 78u);
  EXPECT_EQ(raw.find("secret"), std::string::npos);
}

TEST(PutMessage, MakesTheSmallestMail) {
  ServiceRig rig;
  const Json message = put(rig, R"({"to": "b@y.test"})");
  EXPECT_EQ(message["text"], "");
  EXPECT_EQ(message["envelope"]["from"]["address"], "");
  const Json html = put(rig, R"({"html": "<b>x"})", "?to=b@y.test&from=a@x.test&inbox=t42");
  EXPECT_EQ(html["parts"].size(), 1u);
  EXPECT_EQ(html["text"], "x\n");
  EXPECT_EQ(html["envelope"]["from"]["address"], "a@x.test");
  EXPECT_EQ(html["inboxes"], Json::parse(R"(["t42"])"));
}

TEST(PutMessage, KeepsAnyTextOctetForOctet) {
  ServiceRig rig;
  for (const std::string text : {"=_1", "--=_1763906531482193.1\r\n", " trailing \r\n\t\r\n",
                                 ".\r\n..\r\n", "From x\r\n", "日本語だけの本文\r\n", "a\u0000b"}) {
    const Json message = put(rig, Json{{"to", "b@y.test"}, {"text", text}, {"html", text}}.dump());
    EXPECT_EQ(message["text"], text);
    EXPECT_EQ(message["html"], text);
  }
  const std::string long_line(5'000, 'x');
  EXPECT_EQ(put(rig, Json{{"to", "b@y.test"}, {"text", long_line}, {"html", "x"}}.dump())["text"],
            long_line);
}

struct BadCase {
  const char *name, *body, *pointer;
};
class BadDrafts : public testing::TestWithParam<BadCase> {};

TEST_P(BadDrafts, NameThePlace) {
  ServiceRig rig;
  const Response response = rig.send_json("POST", "/v1/messages", GetParam().body);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(problem(response)["pointer"], GetParam().pointer) << response.octets();
  EXPECT_EQ(rig.json("/v1/messages")["total"], 0);
}

INSTANTIATE_TEST_SUITE_P(
    PutMessage, BadDrafts,
    testing::Values(
        BadCase{"Cut", "{", ""}, BadCase{"Array", "[]", ""},
        BadCase{"Unknown", R"({"to":"b@y.test","texte":"x"})", "/texte"},
        BadCase{"Address", R"({"to":"bob"})", "/to"},
        BadCase{"OneOfMany", R"({"to":["b@y.test","Bob <x>"]})", "/to/1"},
        BadCase{"NoAddress", R"({"to":[{"name":"Bob"}]})", "/to/0"},
        BadCase{"Injection", R"({"to":"b@y.test","subject":"a\r\nBcc: x@y.test"})", "/subject"},
        BadCase{"NameInjection", R"({"to":[{"name":"a\nb","address":"b@y.test"}]})", "/to/0/name"},
        BadCase{"HeaderName", R"({"to":"b@y.test","headers":{"A b":"x"}})", "/headers/A b"},
        BadCase{"HeaderMade", R"({"to":"b@y.test","headers":{"content-type":"x"}})",
                "/headers/content-type"},
        BadCase{"HeaderValue", R"({"to":"b@y.test","headers":{"A":["x",1]}})", "/headers/A/1"},
        BadCase{"Base64", R"({"to":"b@y.test","attachments":[{"content":"a!"}]})",
                "/attachments/0/content"},
        BadCase{"NoContent", R"({"to":"b@y.test","attachments":[{"fileName":"a"}]})",
                "/attachments/0"},
        BadCase{"Type", R"({"to":"b@y.test","attachments":[{"content":"","type":"png"}]})",
                "/attachments/0/type"},
        BadCase{"Text", R"({"to":"b@y.test","text":1})", "/text"}),
    [](const auto& each) { return each.param.name; });

TEST(PutMessage, NeedsARecipientAndAKnownType) {
  ServiceRig rig;
  EXPECT_EQ(problem(rig.send_json("POST", "/v1/messages", R"({"text":"x"})"))["parameter"], "to");
  EXPECT_EQ(
      rig.now("POST", "/v1/messages?to=b@y.test", {{"Content-Type", "text/plain"}}, "x").status,
      415);
}

}  // namespace
}  // namespace mailrig::api
