// wait, count and quiet: long polls, and what they say when nothing comes.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

Wait waiting(ServiceRig& rig, const std::string& target) {
  Answer answer = rig.ask("GET", target);
  Wait* wait = std::get_if<Wait>(&answer);
  EXPECT_NE(wait, nullptr) << target;
  return wait ? std::move(*wait) : Wait{};
}

TEST(Wait, CountsWhatIsAlreadyThere) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Wait wait = waiting(rig, "/v1/messages?to=b@y.test&wait=10s");
  EXPECT_EQ(wait.limit, std::chrono::seconds(10));
  const auto response = wait.attempt();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(header(*response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(Json::parse(response->octets())["total"], 1);
}

TEST(Wait, AnswersWhenEnoughHaveCome) {
  ServiceRig rig;
  const Wait wait = waiting(rig, "/v1/messages?to=b@y.test&wait=10s&count=2&limit=1");
  int woken = 0;
  const auto subscription = rig.store.subscribe(wait.interest, [&] { ++woken; });
  EXPECT_FALSE(wait.attempt());
  rig.deliver("a@x.test", {"other@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_EQ(woken, 0);
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_EQ(woken, 1);
  EXPECT_FALSE(wait.attempt());
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const auto response = wait.attempt();
  ASSERT_TRUE(response);
  const Json list = Json::parse(response->octets());
  EXPECT_EQ(list["total"], 2);
  EXPECT_EQ(list["items"].size(), 1u);
}

TEST(Wait, LooksAgainOnlyAtWhatIsNew) {
  ServiceRig rig;
  for (int i = 0; i < 10'000; ++i) rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\nwords");
  const Wait wait = waiting(rig, "/v1/messages?q=nowhere&wait=10s");
  EXPECT_FALSE(wait.attempt());
  const std::uint64_t whole = rig.store.counts().searched;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\nother");
  EXPECT_FALSE(wait.attempt());
  EXPECT_GE(whole, 10'000u);
  // The store knows of blocks of records where something is new, not of each.
  EXPECT_LE(rig.store.counts().searched - whole, 1'024u);
}

TEST(Wait, ExplainsWhatCameInstead) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"bob@y.test"}, "Subject: Order\r\n\r\n", "452 4.2.2 Mailbox full");
  rig.deliver("a@x.test", {"bop@y.test"}, "Subject: Order\r\n\r\n");
  rig.deliver("zoe@q.test", {"someone.else@w.test"}, "Subject: Nothing\r\n\r\n");
  rig.deliver("zoe@q.test", {"someone.else@w.test"}, "Subject: Nothing\r\n\r\n");
  const Wait wait = waiting(rig, "/v1/messages?to=bob@y.test&subject=Order&wait=1s");
  const Response response = wait.expired();
  EXPECT_EQ(response.status, 422);
  const Json out = problem(response);
  EXPECT_EQ(out["type"], "/problems/wait-timeout");
  EXPECT_EQ(out["matched"], 0);
  EXPECT_EQ(out["wanted"], 1);
  ASSERT_EQ(out["nearMisses"].size(), 3u);
  const Json& refused = out["nearMisses"][0];
  EXPECT_EQ(refused["kind"], "transaction");
  EXPECT_EQ(refused["id"], "t1");
  EXPECT_EQ(refused["distance"], 0);
  EXPECT_NE(refused["note"].get<std::string>().find("452 4.2.2 Mailbox full"), std::string::npos);
  const Json& near = out["nearMisses"][1];
  EXPECT_EQ(near["kind"], "message");
  EXPECT_EQ(near["id"], "m1");
  ASSERT_EQ(near["differences"].size(), 1u);
  EXPECT_EQ(near["differences"][0]["field"], "to");
  EXPECT_EQ(near["differences"][0]["wanted"], "bob@y.test");
  EXPECT_EQ(near["differences"][0]["found"], "bop@y.test");
  EXPECT_GT(out["nearMisses"][2]["distance"], near["distance"]);
}

TEST(Wait, LooksOnceMoreAtTheLimit) {
  ServiceRig rig;
  const Wait wait = waiting(rig, "/v1/messages?wait=1s");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_EQ(wait.expired().status, 200);
}

TEST(Wait, WorksForLatest) {
  ServiceRig rig;
  const Wait wait = waiting(rig, "/v1/messages/latest/raw?subject=two&wait=5s");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: one\r\n\r\n");
  EXPECT_FALSE(wait.attempt());
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: two\r\n\r\n");
  const auto response = wait.attempt();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->octets(), "Subject: two\r\n\r\n");
}

TEST(Wait, WorksForTransactionsAndSessions) {
  ServiceRig rig;
  const Wait transactions = waiting(rig, "/v1/transactions?outcome=4??&wait=5s");
  const Wait sessions = waiting(rig, "/v1/sessions?failed=true&wait=5s");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_FALSE(transactions.attempt());
  EXPECT_FALSE(sessions.attempt());
  EXPECT_EQ(problem(sessions.expired())["nearMisses"][0]["kind"], "session");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n", "451 4.3.0 Later");
  EXPECT_TRUE(transactions.attempt());
  EXPECT_TRUE(sessions.attempt());
}

TEST(Quiet, AnswersWhenNothingNewMatched) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const Wait wait = waiting(rig, "/v1/messages?to=b@y.test&quiet=2s");
  EXPECT_EQ(wait.limit, std::chrono::seconds(2));
  EXPECT_FALSE(wait.attempt());
  rig.deliver("a@x.test", {"other@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_FALSE(wait.attempt());
  const Response response = wait.expired();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Json::parse(response.octets())["total"], 0);
}

TEST(Quiet, FailsAtTheFirstMatch) {
  ServiceRig rig;
  const Wait wait = waiting(rig, "/v1/messages?to=b@y.test&quiet=2s");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  const auto response = wait.attempt();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 422);
  const Json out = problem(*response);
  EXPECT_EQ(out["type"], "/problems/not-quiet");
  EXPECT_EQ(out["found"]["items"][0]["id"], "m1");
}

TEST(Quiet, CountsFromTheMarkIfThereIsOne) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n");
  EXPECT_TRUE(waiting(rig, "/v1/messages?quiet=2s&after=0").attempt());
}

TEST(Wait, IsRefusedBeyondTheCapAndGivenBack) {
  ServiceOptions options;
  options.max_waiters = 1;
  ServiceRig rig({}, options);
  {
    const Wait wait = waiting(rig, "/v1/messages?wait=1s");
    const Response refused = rig.get("/v1/messages?quiet=1s");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(header(refused, "Retry-After"), "1");
    EXPECT_EQ(problem(refused)["type"], "/problems/too-many");
  }
  EXPECT_FALSE(waiting(rig, "/v1/messages?wait=1s").attempt());
}

TEST(Wait, EndsWhenTheServerStops) {
  ServiceRig rig;
  const Wait wait = waiting(rig, "/v1/messages?wait=1s");
  EXPECT_FALSE(wait.attempt());
  rig.service.stopping();
  const auto response = wait.attempt();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
}

}  // namespace
}  // namespace mailrig::api
