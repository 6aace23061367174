// /v1/transactions.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Transactions, IncludeRefusedOnesWithTheirContent) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: kept\r\n\r\n");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: refused\r\n\r\n", "451 4.3.0 Later");
  const Json list = rig.json("/v1/transactions");
  ASSERT_EQ(list["items"].size(), 2u);
  const Json& refused = list["items"][0];
  EXPECT_EQ(refused["id"], "t2");
  EXPECT_EQ(refused["session"], "s2");
  EXPECT_EQ(refused["outcome"], "451");
  EXPECT_EQ(refused["reply"], "451 4.3.0 Later");
  EXPECT_EQ(refused["message"], nullptr);
  EXPECT_EQ(refused["client"], "127.0.0.1:52114");
  EXPECT_EQ(refused["helo"], "client.test");
  EXPECT_EQ(refused["envelope"]["to"][0]["outcome"], "451");
  EXPECT_EQ(list["items"][1]["message"], "m1");
  EXPECT_EQ(rig.get("/v1/transactions/t2/raw").octets(), "Subject: refused\r\n\r\n");
  EXPECT_EQ(rig.json("/v1/transactions?outcome=4??")["total"], 1);
  EXPECT_EQ(rig.json("/v1/transactions?subject=kept")["items"][0]["id"], "t1");
}

TEST(Transactions, GiveEachRecipientItsOwnOutcome) {
  ServiceRig rig;
  const auto session = rig.connect();
  rig.store.begin_transaction(*session, Sender{"a@x.test", {}}, rig.steady);
  session->add_recipient({"good@y.test", {}, "250 2.1.5 Ok", true, true});
  session->add_recipient({"gone@y.test", {}, "550 5.1.1 No such user", false, false});
  session->add_recipient({"mute@y.test", {}, "", false, false});
  rig.store.finish_transaction(*session, outcome::aborted, "250 2.0.0 Ok", nullptr, false,
                               rig.steady);
  const Json to = rig.json("/v1/transactions/latest")["envelope"]["to"];
  EXPECT_EQ(to[0]["outcome"], "aborted");
  EXPECT_EQ(to[1]["outcome"], "550");
  EXPECT_EQ(to[2]["reply"], nullptr);
  EXPECT_EQ(to[2]["outcome"], "aborted");
}

TEST(Transactions, ShowTheirEvents) {
  ServiceRig rig;
  rig.deliver("a@x.test", {"b@y.test"}, "x");
  const Json events = rig.json("/v1/transactions/t1")["events"];
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0]["text"], "MAIL FROM:<a@x.test>");
  EXPECT_EQ(events[0]["from"], "client");
  EXPECT_EQ(events[0]["stage"], "mail");
}

TEST(Transactions, WithoutContentSaySo) {
  ServiceRig rig;
  const auto session = rig.connect();
  rig.store.begin_transaction(*session, Sender{"a@x.test", {}}, rig.steady);
  rig.store.finish_transaction(*session, outcome::lost, "", nullptr, false, rig.steady);
  const Response response = rig.get("/v1/transactions/t1/raw");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(problem(response)["type"], "/problems/no-content");
  EXPECT_EQ(rig.json("/v1/transactions/t1")["reply"], nullptr);
}

TEST(Transactions, HaveNoMarksOfMessages) {
  ServiceRig rig;
  EXPECT_EQ(rig.get("/v1/transactions?read=true").status, 400);
}

}  // namespace
}  // namespace mailrig::api
