#include <algorithm>

#include "json/profile_json.hpp"
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Profiles, AreListedWithEverySwitch) {
  ServiceRig rig;
  const Json list = rig.json("/v1/profiles");
  EXPECT_EQ(list["total"], 9);
  ASSERT_EQ(list["items"].size(), 9u);
  const Json& plain = list["items"][0];
  EXPECT_EQ(plain["name"], "default");
  EXPECT_EQ(plain["end_of_data"], Json::array());
  EXPECT_EQ(plain["timeouts"]["command"], nullptr);
  const auto exim = std::find_if(list["items"].begin(), list["items"].end(),
                                 [](const Json& one) { return one["name"] == "exim-4.98"; });
  ASSERT_NE(exim, list["items"].end());
  EXPECT_EQ((*exim)["end_of_data"], Json::parse(R"(["LF.LF","LF.CRLF","CRLF.LF"])"));
  EXPECT_EQ((*exim)["early_talk"], "554_close");
  EXPECT_EQ((*exim)["bare_lf"], "to_space");
}

TEST(Profiles, AreReadAsTheyAreWritten) {
  for (const smtp::Profile& one : smtp::profiles()) {
    const std::string written = json::write_profile(one);
    const auto read = json::read_profile(written);
    ASSERT_TRUE(read) << written << ": " << read.error().front().reason;
    EXPECT_EQ(json::write_profile(*read), written);
  }
}

TEST(Profiles, DifferFromTheirBaseInWhatTheySay) {
  const auto read = json::read_profile(
      R"({"base":"postfix-3.9","name":"mine","bare_lf":{"reject":521},"end_of_data":["LF.LF"],
          "hello_fqdn":"504","timeouts":{"data":"2s"}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "mine");
  EXPECT_EQ(read->bare_lf, (smtp::Stray{smtp::Stray::What::reject, 521}));
  EXPECT_TRUE(read->end_of_data.has(smtp::LookAlike::lf_dot_lf));
  EXPECT_EQ(read->hello_fqdn, 504);
  EXPECT_EQ(read->data_timeout, Milliseconds(2'000));
  EXPECT_EQ(read->unauth_pipelining, smtp::UnauthPipelining::close_554);
}

TEST(Profiles, NameEachFault) {
  const auto faults = [](std::string_view text) {
    std::string all;
    const auto read = json::read_profile(text);
    if (read) return std::string("none");
    for (const Fault& fault : read.error())
      all += fault.pointer + ": " + fault.reason + (fault.hint.empty() ? "" : ", " + fault.hint) +
             "\n";
    return all;
  };
  EXPECT_EQ(faults(R"({"base":"postfix"})").substr(0, 38),
            "/base: there is no profile \"postfix\", ");
  EXPECT_NE(faults(R"({"bare_lff":"keep"})").find("did you mean bare_lf?"), std::string::npos);
  EXPECT_NE(faults(R"({"bare_lf":"kep"})").find("did you mean keep?"), std::string::npos);
  EXPECT_NE(faults(R"({"bare_lf":{"reject":200}})").find("/bare_lf/reject: a code from 400"),
            std::string::npos);
  EXPECT_NE(faults(R"({"end_of_data":["LF.LFF"]})").find("/end_of_data/0: "), std::string::npos);
  EXPECT_NE(faults(R"({"max_line":-1})").find("/max_line: 0 to 1000000"), std::string::npos);
  EXPECT_NE(faults(R"({"timeouts":{"idle":"1s"}})").find("/timeouts/idle: "), std::string::npos);
  EXPECT_NE(faults(R"({"timeouts":{"data":"10"}})").find("/timeouts/data: "), std::string::npos);
  EXPECT_NE(faults("[").find(": "), std::string::npos);
  EXPECT_NE(faults("[]").find(": "), std::string::npos);
}

TEST(Profiles, AreAppliedToARawMessageOnRequest) {
  ServiceRig rig;
  ListenerInfo listener{"smtp", "smtp", "127.0.0.1",
                        1025,   "none", *smtp::find_profile("postfix-3.9")};
  rig.service.ready({listener});
  const std::string id = rig.deliver("a@x.test", {"b@y.test"}, "S: x\r\na\nb\rc\r\n");
  EXPECT_EQ(rig.get("/v1/messages/" + id + "/raw").octets(), "S: x\r\na\nb\rc\r\n");
  EXPECT_EQ(rig.get("/v1/messages/" + id + "/raw?as=sent").octets(), "S: x\r\na\nb\rc\r\n");
  EXPECT_EQ(rig.get("/v1/messages/" + id + "/raw?as=received").octets(), "S: x\r\na\r\nb c\r\n");
  EXPECT_EQ(rig.get("/v1/messages/latest/raw?as=received").octets(), "S: x\r\na\r\nb c\r\n");
  EXPECT_EQ(rig.get("/v1/messages/" + id + "/raw?as=seen").status, 400);
  EXPECT_EQ(rig.json("/v1/info")["listeners"][0]["profile"], "postfix-3.9");
}

TEST(TraceFields, AreShownBesideTheMessage) {
  ServiceRig rig;
  const std::string id = rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Response trace = rig.get("/v1/messages/" + id + "/trace");
  EXPECT_EQ(trace.status, 200);
  EXPECT_EQ(trace.content_type, "text/plain; charset=utf-8");
  EXPECT_TRUE(trace.body.starts_with("Return-Path: <a@x.test>\r\nReceived: from client.test ("))
      << trace.body;
  EXPECT_NE(trace.body.find(" with UTF8SMTP id t1\r\n\tfor <b@y.test>;"), std::string::npos)
      << trace.body;
  EXPECT_EQ(rig.get("/v1/messages/" + id + "/raw").octets(), "Subject: x\r\n\r\n");
  EXPECT_EQ(rig.get("/v1/messages/m99/trace").status, 404);
}

}  // namespace
}  // namespace mailrig::api
