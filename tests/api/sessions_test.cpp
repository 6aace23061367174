// /v1/sessions and transcripts.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Sessions, AreListedWithWhatIsKnownOfTheClient) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  const auto open = rig.connect("::1");
  const Json list = rig.json("/v1/sessions");
  ASSERT_EQ(list["items"].size(), 2u);
  EXPECT_EQ(list["items"][0]["client"], "[::1]:52114");
  EXPECT_EQ(list["items"][0]["closedBy"], "open");
  EXPECT_EQ(list["items"][0]["ended"], nullptr);
  EXPECT_EQ(list["items"][1]["transactions"], Json::parse(R"(["t1"])"));
  EXPECT_EQ(list["items"][1]["closedBy"], "client");
  EXPECT_EQ(list["items"][1]["quit"], true);
  EXPECT_EQ(list["items"][1]["tls"], nullptr);
  EXPECT_FALSE(list["items"][1].contains("events"));
}

TEST(Sessions, AreChosenByTheirFilters) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  rig.deliver("a@x.test", {"b@y.test"}, "x", "451 4.3.0 Later");
  const auto open = rig.connect("192.0.2.9");
  open->note_mark(Mark::bare_newline);
  for (const auto& [query, id] : std::vector<std::pair<std::string, std::string>>{
           {"failed=true", "s2"},
           {"closedBy=open", "s3"},
           {"ip=192.0.2.*", "s3"},
           {"bareNewline=true", "s3"},
           {"pipelinedUnannounced=false&starttlsInjection=false&failed=true", "s2"},
           {"failed=false&closedBy=client", "s1"},
           {"listener=smtp&order=asc&limit=1", "s1"}}) {
    const Json list = rig.json("/v1/sessions?" + query);
    ASSERT_EQ(list["items"].size(), 1u) << query;
    EXPECT_EQ(list["items"][0]["id"], id) << query;
  }
}

TEST(Sessions, ShowTheWholeConversation) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  const Json session = rig.json("/v1/sessions/latest");
  ASSERT_EQ(session["events"].size(), 2u);
  EXPECT_EQ(session["events"][0]["text"], "EHLO client.test");
  EXPECT_EQ(session["events"][1]["text"], "MAIL FROM:<a@x.test>");
}

TEST(Sessions, KeepSecretsUnlessAsked) {
  ServiceRig rig;
  const auto session = rig.connect();
  Event event;
  event.who = Who::client;
  event.kind = EventKind::auth;
  event.text = "AUTH PLAIN AGJvYgBzZXNhbWU=";
  event.secret_from = 11;
  session->append(event);
  for (const std::string path : {"/v1/sessions/s1", "/v1/sessions/s1/transcript"}) {
    const Response masked = rig.get(path);
    EXPECT_EQ(masked.octets().find("AGJv"), std::string::npos) << path;
    EXPECT_NE(masked.octets().find("AUTH PLAIN ****"), std::string::npos) << path;
    EXPECT_NE(rig.get(path + "?reveal=true").octets().find("AGJvYgBzZXNhbWU="), std::string::npos);
  }
}

TEST(Transcript, IsTextForPeopleAndJsonOnDemand) {
  ServiceRig rig;
  const auto session = rig.connect();
  Event reply;
  reply.at = std::chrono::microseconds(1'234);
  reply.who = Who::server;
  reply.kind = EventKind::reply;
  reply.text = "451-4.3.0 Not\r\n451 4.3.0 now \x1b[31m\xff";
  reply.rule = "r1";
  reply.trace = {{"r1", "twice", "b@y.test", 2, std::nullopt, Gate::fired, "ordinal 2 is in 1-2"}};
  session->append(reply);
  rig.store.close_session(*session, ClosedBy::client, "fin", rig.steady);
  const Response text = rig.get("/v1/sessions/s1/transcript");
  EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(text.octets(),
            "s1 on smtp from 127.0.0.1:52114, began 2026-11-23T14:02:11.482193Z\n"
            "      0.000 C: EHLO client.test\n"
            "      1.234 S: 451-4.3.0 Not\n"
            "            S: 451 4.3.0 now \\x1b[31m\\xff\n"
            "               rule r1 (twice) key b@y.test ordinal 2: fired, ordinal 2 is in 1-2\n"
            "closed by client (fin), 2026-11-23T14:02:11.482193Z\n");
  const Response json = rig.get("/v1/sessions/s1/transcript", {{"Accept", "application/json"}});
  const Json events = Json::parse(json.octets())["events"];
  EXPECT_EQ(events[1]["trace"][0]["gate"], "fired");
  EXPECT_EQ(events[1]["at"], 1'234);
  EXPECT_EQ(rig.get("/v1/sessions/s1/transcript", {{"Accept", "*/*"}}).content_type,
            "text/plain; charset=utf-8");
}

TEST(Sessions, AreNotFoundByOtherIds) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/v1/sessions/s1").status, 404);
  EXPECT_EQ(rig.get("/v1/sessions/latest/transcript").status, 404);
}

}  // namespace
}  // namespace mailrig::api
