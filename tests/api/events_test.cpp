// /v1/events.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

Follow follow(ServiceRig& rig, const std::string& target, Headers headers = {}) {
  Answer answer = rig.ask("GET", target, std::move(headers));
  Follow* stream = std::get_if<Follow>(&answer);
  EXPECT_NE(stream, nullptr) << target;
  return stream ? std::move(*stream) : Follow{};
}

TEST(Events, TellWhatHappensFromNowOn) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: before\r\n\r\n");
  const Follow stream = follow(rig, "/v1/events");
  EXPECT_EQ(stream.more(false), ": mailrig events\nretry: 1000\n\n");
  EXPECT_EQ(stream.more(false), "");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: after\r\n\r\n");
  const std::string text = stream.more(false);
  const auto opened = text.find("id: 5\nevent: session\ndata: {\"id\":\"s2\"");
  const auto stored = text.find("id: 6\nevent: message\ndata: {\"id\":\"m2\"");
  const auto ended = text.find("id: 7\nevent: transaction\ndata: {\"id\":\"t2\"");
  EXPECT_NE(opened, std::string::npos) << text;
  EXPECT_NE(stored, std::string::npos) << text;
  EXPECT_NE(ended, std::string::npos) << text;
  EXPECT_EQ(text.find("before"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\n\n"));
  EXPECT_EQ(stream.more(false), "");
}

TEST(Events, CarryTheHeadersOfEveryAnswer) {
  ServiceRig rig;
  const Follow stream = follow(rig, "/v1/events");
  EXPECT_NE(std::find(stream.headers.begin(), stream.headers.end(),
                      std::pair<std::string, std::string>("Cache-Control", "no-store")),
            stream.headers.end());
}

TEST(Events, GoOnAfterWhatWasSeen) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const std::string by_header = follow(rig, "/v1/events", {{"Last-Event-ID", "2"}}).more(false);
  EXPECT_EQ(by_header.find("id: 2\n"), std::string::npos);
  EXPECT_NE(by_header.find("id: 3\n"), std::string::npos);
  EXPECT_EQ(follow(rig, "/v1/events?after=2").more(false), by_header);
}

TEST(Events, BeginAnewAfterAGap) {
  ServiceRig rig;
  const Follow stream = follow(rig, "/v1/events?after=0");
  for (int i = 0; i < 10'001; ++i) rig.store.note_rule_fired("r1", 1);
  EXPECT_NE(stream.more(false).find("id: 10001\nevent: reset\ndata: {\"seq\":10001}\n\n"),
            std::string::npos);
  EXPECT_EQ(stream.more(false), "");
  // A mark from before a restart.
  EXPECT_NE(follow(rig, "/v1/events?after=20000").more(false).find("event: reset"),
            std::string::npos);
}

TEST(Events, ComeInBoundedPortions) {
  ServiceRig rig;
  const Follow stream = follow(rig, "/v1/events?after=0");
  for (int i = 0; i < 600; ++i) rig.store.note_rule_fired("r1", 1);
  EXPECT_EQ(stream.more(false).find("id: 501\n"), std::string::npos);
  EXPECT_NE(stream.more(false).find("id: 600\n"), std::string::npos);
  EXPECT_EQ(stream.more(false), "");
}

TEST(Events, NameRulesAndWhatIsGone) {
  ServiceRig rig;
  const Response added = rig.send_json("POST", "/v1/rules", R"({"on":"rcpt","reply":"451 x"})");
  const std::string id = Json::parse(added.octets())["id"];
  const Follow stream = follow(rig, "/v1/events");
  rig.store.note_rule_fired(id, 1);
  rig.store.note_rule_fired("r99", 1);
  const std::string text = stream.more(false);
  EXPECT_NE(text.find("event: rule\ndata: {\"id\":\"" + id + "\""), std::string::npos) << text;
  EXPECT_NE(text.find("data: {\"id\":\"r99\",\"gone\":true}"), std::string::npos) << text;
}

TEST(Events, BeatWhenNothingHappens) {
  ServiceRig rig;
  const Follow stream = follow(rig, "/v1/events");
  stream.more(false);
  EXPECT_EQ(stream.more(true), ": \n\n");
}

TEST(Events, AreRefusedBeyondTheCapAndGivenBack) {
  ServiceOptions options;
  options.max_streams = 1;
  ServiceRig rig({}, options);
  {
    const Follow stream = follow(rig, "/v1/events");
    const Response refused = rig.get("/v1/events");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(header(refused, "Retry-After"), "1");
  }
  EXPECT_TRUE(follow(rig, "/v1/events").more);
}

TEST(Events, RefuseABadMark) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/v1/events?after=x").status, 400);
  EXPECT_EQ(rig.get("/v1/events", {{"Last-Event-ID", "x"}}).status, 400);
}

TEST(Events, TellWhatChangesWithoutASeq) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Follow stream = follow(rig, "/v1/events");
  stream.more(false);
  EXPECT_EQ(stream.more(false), "");
  rig.now("DELETE", "/v1/messages/m1");
  EXPECT_EQ(stream.more(false), "event: held\ndata: {\"removed\":1,\"rules\":0}\n\n");
  rig.send_json("POST", "/v1/rules", R"({"on": "rcpt", "reply": "450 4.2.0 Later"})");
  EXPECT_EQ(stream.more(false), "event: held\ndata: {\"removed\":1,\"rules\":1}\n\n");
  rig.now("DELETE", "/v1/rules/r1");
  EXPECT_EQ(stream.more(false), "event: held\ndata: {\"removed\":1,\"rules\":2}\n\n");
  EXPECT_EQ(stream.more(false), "");
}

}  // namespace
}  // namespace mailrig::api
