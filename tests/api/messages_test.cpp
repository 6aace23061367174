// /v1/messages.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

const std::string simple =
    "From: =?UTF-8?Q?J=C3=BCrgen?= <j@x.test>\r\n"
    "To: Bob <b@y.test>\r\n"
    "Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"
    "Date: Mon, 23 Nov 2026 15:02:11 +0100\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "Hello  Bob,\r\nyour code is 493817.\r\n";

TEST(Messages, AreListedNewestFirstWithoutBodies) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, simple);
  rig.deliver("a@x.test", {"c@y.test"}, "Subject: second\r\n\r\n");
  const Json list = rig.json("/v1/messages");
  ASSERT_EQ(list["items"].size(), 2u);
  EXPECT_EQ(list["total"], 2);
  EXPECT_EQ(list["next"], nullptr);
  EXPECT_EQ(list["evicted"], 0);
  EXPECT_EQ(list["seq"], rig.store.seq());
  EXPECT_EQ(list["items"][0]["subject"], "second");
  const Json& first = list["items"][1];
  EXPECT_EQ(first["id"], "m1");
  EXPECT_EQ(first["session"], "s1");
  EXPECT_EQ(first["transaction"], "t1");
  EXPECT_EQ(first["subject"], "Grüße");
  EXPECT_EQ(first["headerFrom"], Json::parse(R"([{"name":"Jürgen","address":"j@x.test"}])"));
  EXPECT_EQ(first["date"], "2026-11-23T14:02:11.000000Z");
  EXPECT_EQ(first["received"], "2026-11-23T14:02:11.482193Z");
  EXPECT_EQ(first["size"], simple.size());
  EXPECT_EQ(first["snippet"], "Hello Bob, your code is 493817.");
  EXPECT_EQ(first["attachments"], 0);
  EXPECT_EQ(first["read"], false);
  EXPECT_EQ(first["envelope"]["from"],
            Json::parse(R"({"address":"a@x.test","parameters":{"SIZE":"4123","SMTPUTF8":null}})"));
  EXPECT_EQ(first["envelope"]["to"][0]["reply"], "250 2.1.5 Ok");
  EXPECT_FALSE(first.contains("text"));
}

TEST(Messages, ShowOneWhole) {
  ServiceRig rig;
  const std::string id = rig.deliver("a@x.test", {"b@y.test"}, simple);
  const Json message = rig.json("/v1/messages/" + id);
  EXPECT_EQ(message["text"], "Hello  Bob,\r\nyour code is 493817.\r\n");
  EXPECT_EQ(message["headers"].size(), 5u);
  EXPECT_EQ(message["headers"][2]["name"], "Subject");
  EXPECT_EQ(message["headers"][2]["value"], "Grüße");
  EXPECT_EQ(message["headers"][2]["raw"], "Subject: =?UTF-8?B?R3LDvMOfZQ==?=");
  EXPECT_EQ(rig.json("/v1/messages/" + id + "/headers")["headers"], message["headers"]);
  EXPECT_EQ(rig.json("/v1/messages/latest"), message);
}

TEST(Messages, GiveEveryOctetAsSentWithoutACopy) {
  ServiceRig rig;
  std::string octets = simple;
  octets += std::string("\0\x80\xff\n.\r\n", 7);
  const std::string id = rig.deliver("a@x.test", {"b@y.test"}, octets);
  const Response raw = rig.get("/v1/messages/" + id + "/raw");
  EXPECT_EQ(raw.octets(), octets);
  EXPECT_TRUE(raw.body.empty());
  EXPECT_EQ(raw.content_type, "message/rfc822");
  EXPECT_EQ(header(raw, "Content-Disposition"), "attachment; filename=\"m1.eml\"");
  EXPECT_EQ(header(raw, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(rig.get("/v1/messages/latest/raw?to=b@y.test").octets(), octets);
}

TEST(Messages, GiveTheirTextDecoded) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"},
              "Content-Type: text/plain; charset=iso-8859-1\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n");
  const Response text = rig.get("/v1/messages/latest/text");
  EXPECT_EQ(text.octets(), "Grüße\r\n");
  EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
  rig.deliver("a@x.test", {"b@y.test"}, "Content-Type: image/png\r\n\r\nx");
  EXPECT_EQ(problem(rig.get("/v1/messages/latest/text"))["type"], "/problems/no-text");
}

TEST(Messages, ShowAnyOctetsAsJson) {
  ServiceRig rig;
  rig.deliver("a\xff@x.test", {"b\x01@y.test"},
              "Subject: \xff\xfe\r\nX\xff: y\r\n\r\n\xff\x00\x1b");
  EXPECT_EQ(rig.json("/v1/messages")["total"], 1);
  EXPECT_EQ(rig.json("/v1/messages/m1")["id"], "m1");
  EXPECT_EQ(rig.json("/v1/messages/m1/headers")["headers"].size(), 2u);
}

struct FilterCase {
  const char* name;
  const char* query;
  std::vector<std::string> found;  // newest first
};

class Filters : public testing::TestWithParam<FilterCase> {};

TEST_P(Filters, ChooseMessages) {
  ServiceRig rig;
  rig.deliver("shop@x.test", {"bob+tag@y.test"}, "Subject: Order 7\r\nX-Shop: one\r\n\r\nfirst");
  rig.wall += std::chrono::minutes(10);
  const auto session = rig.connect("192.0.2.9");
  rig.send(*session, "", {"ann@z.test", "bob@y.test"}, "Subject: Bounce\r\n\r\nsecond body");
  rig.close(session);
  rig.wall += std::chrono::minutes(10);
  rig.deliver("shop@x.test", {"gone@y.test"}, "Subject: Order 8\r\n\r\n", "550 5.1.1 No");
  rig.now("POST", "/v1/messages?from=api@x.test&to=cat@w.test&inbox=t42",
          {{"Content-Type", "message/rfc822"}}, "Subject: Seeded mail\r\n\r\nthird");
  rig.send_json("PATCH", "/v1/messages/m1", R"({"read":true,"tags":["blue","red"]})");
  const Json list = rig.json(std::string("/v1/messages?") + GetParam().query);
  std::vector<std::string> found;
  for (const Json& item : list["items"]) found.push_back(item["id"]);
  EXPECT_EQ(found, GetParam().found);
  EXPECT_EQ(list["total"], GetParam().found.size());
}

INSTANTIATE_TEST_SUITE_P(
    Messages, Filters,
    testing::Values(
        FilterCase{"None", "", {"m3", "m2", "m1"}}, FilterCase{"To", "to=bob@y.test", {"m2"}},
        FilterCase{"PlusStaysInTo", "to=bob+tag@y.test", {"m1"}},
        FilterCase{"EncodedPlus", "to=bob%2Btag@y.test", {"m1"}},
        FilterCase{"WithoutCase", "to=BOB@Y.TEST", {"m2"}},
        FilterCase{"Wildcard", "to=bob*", {"m2", "m1"}},
        FilterCase{"AnyOf", "to=cat@w.test&to=ann@z.test", {"m3", "m2"}},
        FilterCase{"AllOf", "to=bob*&from=shop@x.test", {"m1"}},
        FilterCase{"ToDomain", "to.domain=z.test", {"m2"}},
        FilterCase{"FromDomain", "from.domain=x.test", {"m3", "m1"}},
        FilterCase{"PlusIsASpaceElsewhere", "subject=seeded+mail", {"m3"}},
        FilterCase{"Regex", "subject=/^order [0-9]$/i", {"m1"}},
        FilterCase{"Body", "body=BODY", {"m2"}}, FilterCase{"Header", "header:X-Shop=one", {"m1"}},
        FilterCase{"HeaderWithoutCase", "header:x-shop=o*", {"m1"}},
        FilterCase{"Ip", "ip=192.0.2.9", {"m2"}},
        FilterCase{"Helo", "helo=client.test", {"m2", "m1"}},
        FilterCase{"NoTls", "tls=false", {"m3", "m2", "m1"}}, FilterCase{"Tls", "tls=true", {}},
        FilterCase{"Session", "session=s2", {"m2"}},
        FilterCase{"Transaction", "transaction=t1", {"m1"}},
        FilterCase{"Outcome", "outcome=2??", {"m2", "m1"}},
        FilterCase{"Size", "size=%3E33", {"m1"}}, FilterCase{"Has", "has=attachment", {}},
        FilterCase{"Inbox", "inbox=t42", {"m3"}}, FilterCase{"Read", "read=true", {"m1"}},
        FilterCase{"Unread", "read=false", {"m3", "m2"}}, FilterCase{"Tag", "tag=red", {"m1"}},
        FilterCase{"After", "after=9", {"m3"}}, FilterCase{"SinceAgo", "since=15m", {"m3", "m2"}},
        FilterCase{"Until", "until=2026-11-23T15:02:12%2B01:00", {"m1"}},
        FilterCase{"PlusStaysInTimes", "until=2026-11-23T15:02:12+01:00", {"m1"}},
        FilterCase{"Ascending", "order=asc", {"m1", "m2", "m3"}}),
    [](const auto& each) { return each.param.name; });

TEST(Messages, ArePagedWithoutShiftsOrRepeats) {
  ServiceRig rig;
  for (int i = 0; i < 5; ++i) rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Json first = rig.json("/v1/messages?limit=2");
  EXPECT_EQ(first["total"], 5);
  EXPECT_EQ(first["items"][1]["id"], "m4");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Json second = rig.json("/v1/messages?limit=2&cursor=" + first["next"].get<std::string>());
  EXPECT_EQ(second["items"][0]["id"], "m3");
  const Json third = rig.json("/v1/messages?limit=2&cursor=" + second["next"].get<std::string>());
  ASSERT_EQ(third["items"].size(), 1u);
  EXPECT_EQ(third["next"], nullptr);
  const Json count = rig.json("/v1/messages?limit=0");
  EXPECT_TRUE(count["items"].empty());
  EXPECT_EQ(count["total"], 6);
}

TEST(Messages, TellNeverExistedFromGone) {
  ServiceRig rig;
  const std::string id = rig.deliver("a@x.test", {"b@y.test"}, simple);
  EXPECT_EQ(rig.get("/v1/messages/m2").status, 404);
  EXPECT_EQ(rig.get("/v1/messages/t1").status, 404);
  EXPECT_EQ(rig.get("/v1/messages/m01").status, 404);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages/" + id).octets(), R"({"deleted":1})");
  const Response gone = rig.get("/v1/messages/m1/raw");
  EXPECT_EQ(gone.status, 410);
  EXPECT_NE(problem(gone)["hint"].get<std::string>().find("--max-kept"), std::string::npos);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages/m1").status, 410);
  EXPECT_EQ(rig.get("/v1/messages/latest").status, 404);
}

TEST(Messages, AreNeverAllDeletedByMistake) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, simple);
  rig.deliver("a@x.test", {"c@y.test"}, simple);
  const Response refused = rig.now("DELETE", "/v1/messages");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(problem(refused)["hint"].get<std::string>().find("all=true"), std::string::npos);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages?all=false").status, 400);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages?all=true&to=b@y.test").status, 400);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages?to=b@y.test").octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.json("/v1/messages")["total"], 1);
  EXPECT_EQ(rig.now("DELETE", "/v1/messages?all=true").octets(), R"({"deleted":1})");
  EXPECT_EQ(rig.json("/v1/transactions")["total"], 2);
  EXPECT_EQ(rig.get("/v1/transactions/t1/raw").status, 410);
}

TEST(Messages, AreMarkedAndTagged) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, simple);
  rig.deliver("a@x.test", {"c@y.test"}, simple);
  const Response patched = rig.send_json("PATCH", "/v1/messages?to=b@y.test", R"({"read":true})");
  EXPECT_EQ(Json::parse(patched.octets())["matched"], 1);
  const Response one = rig.send_json("PATCH", "/v1/messages/latest", R"({"tags":["a","b"]})");
  EXPECT_EQ(Json::parse(one.octets())["tags"], Json::parse(R"(["a","b"])"));
  EXPECT_EQ(rig.json("/v1/messages/m1")["read"], true);
  EXPECT_EQ(rig.json("/v1/messages/m2")["read"], false);
}

struct PatchCase {
  const char* name;
  const char* body;
  const char* pointer;
};

class BadPatches : public testing::TestWithParam<PatchCase> {};

TEST_P(BadPatches, NameThePlace) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, simple);
  const Response response = rig.send_json("PATCH", "/v1/messages/m1", GetParam().body);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(problem(response)["pointer"], GetParam().pointer);
}

INSTANTIATE_TEST_SUITE_P(Messages, BadPatches,
                         testing::Values(PatchCase{"Nothing", "{}", ""}, PatchCase{"Empty", "", ""},
                                         PatchCase{"Cut", "{", ""},
                                         PatchCase{"Type", R"({"read":1})", "/read"},
                                         PatchCase{"Unknown", R"({"raed":true})", "/raed"},
                                         PatchCase{"Tags", R"({"tags":"a"})", "/tags"},
                                         PatchCase{"Tag", R"({"tags":["a",2]})", "/tags/1"},
                                         PatchCase{"NoTag", R"({"tags":[""]})", "/tags/0"},
                                         PatchCase{"Array", "[]", ""}),
                         [](const auto& each) { return each.param.name; });

TEST(Messages, AreMadeFromRawMail) {
  ServiceRig rig;
  const Headers mail = {{"Content-Type", "message/rfc822"}};
  const Response made =
      rig.now("POST", "/v1/messages?from=a+b@x.test&to=c@y.test&to=d@y.test", mail, simple);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(header(made, "Location"), "/v1/messages/m1");
  const Json message = Json::parse(made.octets());
  EXPECT_EQ(message["transaction"], nullptr);
  EXPECT_EQ(message["session"], nullptr);
  EXPECT_EQ(message["inboxes"], Json::parse(R"(["default"])"));
  EXPECT_EQ(message["envelope"]["from"]["address"], "a+b@x.test");
  EXPECT_EQ(message["envelope"]["to"].size(), 2u);
  EXPECT_EQ(rig.get("/v1/messages/m1/raw").octets(), simple);
}

TEST(Messages, AreNotMadeFromBadParameters) {
  ServiceRig rig;
  const Headers mail = {{"Content-Type", "message/rfc822"}};
  for (const auto& [target, culprit] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/messages", "to"},
           {"/v1/messages?to=bob", "to"},
           {"/v1/messages?to=<b@y.test>", "to"},
           {"/v1/messages?to=b@y.test>%20x", "to"},
           {"/v1/messages?to=", "to"},
           {"/v1/messages?to=b@y.test&from=x%20y", "from"},
           {"/v1/messages?to=b@y.test&inbox=t*", "inbox"},
           {"/v1/messages?to=b@y.test&inbox=", "inbox"}}) {
    const Response response = rig.now("POST", target, mail, simple);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(problem(response)["parameter"], culprit) << target;
  }
  EXPECT_EQ(rig.now("POST", "/v1/messages?to=b@y.test", mail, "").status, 400);
  EXPECT_EQ(rig.json("/v1/messages")["total"], 0);
}

TEST(Messages, ThatCannotBeKeptAreRefused) {
  StoreLimits limits;
  limits.kept_octets = 10'000;
  ServiceRig rig(limits);
  const Headers mail = {{"Content-Type", "message/rfc822"}};
  EXPECT_EQ(rig.now("POST", "/v1/messages?to=b@y.test", mail, std::string(5'001, 'x')).status, 413);
  EXPECT_EQ(rig.now("POST", "/v1/messages?to=b@y.test", mail, std::string(4'000, 'x')).status, 201);
}

}  // namespace
}  // namespace mailrig::api
