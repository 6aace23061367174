// /v1/entries: what an inbox shows.
#include <gmock/gmock.h>

#include "service_rig.hpp"

namespace mailrig::api {
namespace {

using testing::ElementsAre;

std::vector<std::string> ids(const Json& list) {
  std::vector<std::string> out;
  for (const Json& each : list["items"]) out.push_back(each["id"]);
  return out;
}

// m1, t2 (refused), s3 (failed before any transaction), m2.
void fill(ServiceRig& rig) {
  rig.deliver("a@x.test", {"b@y.test"}, "From: Shop <a@x.test>\r\nSubject: One\r\n\r\nHello\r\n");
  rig.deliver("a@x.test", {"gone@y.test"}, "Subject: Two\r\n\r\n", "550 5.1.1 Gone");
  const auto session = rig.connect();
  session->note_failure();
  rig.close(session);
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: Three\r\n\r\n");
}

TEST(Entries, ShowTheRefusedAndTheBrokenBesideTheMail) {
  ServiceRig rig;
  fill(rig);
  const Json list = rig.json("/v1/entries");
  EXPECT_THAT(ids(list), ElementsAre("m2", "s3", "t2", "m1"));
  EXPECT_EQ(list["total"], 4);
  const Json& mail = list["items"][3];
  EXPECT_EQ(mail["kind"], "message");
  EXPECT_EQ(mail["name"], "Shop");
  EXPECT_EQ(mail["subject"], "One");
  EXPECT_EQ(mail["snippet"], "Hello");
  EXPECT_EQ(mail["outcome"], "250");
  EXPECT_EQ(list["items"][2]["reply"], "550 5.1.1 Gone");
  EXPECT_EQ(list["items"][2]["subject"], "Two");
  EXPECT_EQ(list["items"][1]["session"], "s3");
}

TEST(Entries, AreCountedFromEitherEnd) {
  ServiceRig rig;
  fill(rig);
  EXPECT_THAT(ids(rig.json("/v1/entries?limit=2&offset=1")), ElementsAre("s3", "t2"));
  EXPECT_THAT(ids(rig.json("/v1/entries?limit=2&offset=1&order=asc")), ElementsAre("t2", "s3"));
  EXPECT_THAT(ids(rig.json("/v1/entries?limit=2&offset=3")), ElementsAre("m1"));
  EXPECT_THAT(ids(rig.json("/v1/entries?offset=9")), ElementsAre());
  EXPECT_EQ(rig.json("/v1/entries?limit=0")["total"], 4);
}

TEST(Entries, TakeTheFiltersOfMessages) {
  ServiceRig rig;
  fill(rig);
  EXPECT_THAT(ids(rig.json("/v1/entries?to=gone@y.test")), ElementsAre("t2"));
  EXPECT_THAT(ids(rig.json("/v1/entries?outcome=250&limit=1&offset=1")), ElementsAre("m1"));
  EXPECT_EQ(rig.json("/v1/entries?outcome=250&limit=1")["total"], 2);
  EXPECT_EQ(problem(rig.get("/v1/entries?sender=a"))["type"], "/problems/unknown-parameter");
  EXPECT_EQ(problem(rig.get("/v1/entries?offset=x"))["parameter"], "offset");
}

TEST(Entries, GoWhenTheirRecordGoes) {
  ServiceRig rig;
  fill(rig);
  rig.now("DELETE", "/v1/messages/m1");
  const Json list = rig.json("/v1/entries?order=asc");
  EXPECT_THAT(ids(list), ElementsAre("t2", "s3", "m2"));
  EXPECT_EQ(list["removed"], 1);
  EXPECT_THAT(ids(rig.json("/v1/entries?order=asc&offset=1")), ElementsAre("s3", "m2"));
}

TEST(Entries, AreTakenByPlaceOrFilterAndRecordsStay) {
  ServiceRig rig;
  fill(rig);
  EXPECT_EQ(problem(rig.now("DELETE", "/v1/entries"))["type"], "/problems/no-filter");
  EXPECT_EQ(problem(rig.now("DELETE", "/v1/entries?place=1&all=true"))["parameter"], "place");
  EXPECT_EQ(Json::parse(rig.now("DELETE", "/v1/entries?place=2&place=1&place=99").body)["deleted"],
            2);
  EXPECT_THAT(ids(rig.json("/v1/entries")), ElementsAre("m2", "s3"));
  EXPECT_EQ(rig.get("/v1/messages/m1").status, 410);
  EXPECT_EQ(rig.get("/v1/transactions/t2").status, 200);
  EXPECT_EQ(Json::parse(rig.now("DELETE", "/v1/entries?all=true").body)["deleted"], 2);
  EXPECT_EQ(rig.json("/v1/entries")["total"], 0);
  EXPECT_EQ(rig.get("/v1/sessions/s3").status, 200);
}

TEST(Entries, OfEvictedRecordsAreGone) {
  StoreLimits limits;
  limits.kept_octets = 20'000;
  ServiceRig rig(limits);
  for (int i = 0; i < 40; ++i)
    rig.deliver("a@x.test", {"b@y.test"}, "Subject: x\r\n\r\n" + std::string(1'000, 'x') + "\r\n");
  const Json list = rig.json("/v1/entries?limit=1000");
  EXPECT_EQ(list["total"], rig.json("/v1/messages?limit=0")["total"]);
  EXPECT_EQ(list["items"].size(), list["total"]);
  EXPECT_EQ(list["items"][0]["id"], "m40");
}

}  // namespace
}  // namespace mailrig::api
