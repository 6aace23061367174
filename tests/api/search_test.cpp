// `q=` on every list, with waits, patches and deletes, and beside the other filters.
#include "service_rig.hpp"

namespace mailrig::api {
namespace {

std::vector<std::string> ids(const Json& list) {
  std::vector<std::string> out;
  for (const Json& item : list["items"]) out.push_back(item["id"]);
  EXPECT_EQ(list["total"], out.size());
  return out;
}

struct SearchRig : ServiceRig {
  SearchRig() {
    deliver("ann@x.test", {"bob@y.test"},
            "From: Ann <ann@x.test>\r\nTo: bob@y.test\r\nCc: \"Carl C.\" <carl@z.test>\r\n"
            "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nX-Mailer: swaks\r\n\r\nThe parcel left.\r\n");
    deliver("ann@x.test", {"bob@y.test", "dan@y.test"},
            "To: bob@y.test\r\nSubject: Order\r\n 17\r\n\r\nhidden "
            "copy\r\nhttps://shop.test/reset?t=1\r\n");
    deliver("eve@x.test", {"bob@y.test"}, "Subject: spam\r\n\r\nparcel\r\n", "550 5.7.1 No");
  }
  std::vector<std::string> found(const std::string& q, const std::string& more = "") {
    return ids(json("/v1/messages?q=" + q + more));
  }
};

using Ids = std::vector<std::string>;

TEST(SearchFilter, FindsMessagesByEachPlaceOfTheirs) {
  SearchRig rig;
  const std::pair<const char*, Ids> cases[] = {
      {"parcel", {"m1"}},
      {"gr%C3%BC%C3%9Fe", {"m1"}},
      {"subject:%22order+17%22", {"m2"}},
      {"subject:%22Order%2017%22+to:dan", {"m2"}},
      {"cc:carl", {"m1"}},
      {"cc:carl@z.test", {"m1"}},
      {"cc:arl@z.test", {}},
      {"carl@z.test", {"m1"}},
      {"bcc:dan", {"m2"}},
      {"bcc:bob", {}},
      {"header:x-mailer", {"m1"}},
      {"-header:x-mailer", {"m2"}},
      {"from:ann@x.test", {"m2", "m1"}},
      {"from:ann+-subject:order", {"m1"}},
      {"parcel+OR+%22hidden+copy%22", {"m2", "m1"}},
      {"link:shop.test/reset", {"m2"}},
      {"is:unread+since:1m", {"m2", "m1"}},
      {"until:1m", {}},
      {"is:refused", {}},
      {"", {"m2", "m1"}},
  };
  for (const auto& [q, expected] : cases) EXPECT_EQ(rig.found(q), expected) << q;
}

TEST(SearchFilter, CombinesWithTheOtherFilters) {
  SearchRig rig;
  EXPECT_EQ(rig.found("ann", "&to=dan@y.test"), Ids{"m2"});
  EXPECT_EQ(rig.found("", "&link=https://shop.test/*"), Ids{"m2"});
  EXPECT_EQ(rig.found("", "&link=https://shop.test"), Ids{});
  EXPECT_EQ(rig.found("to:bob@y.test", "&to=dan@y.test"), Ids{"m2"});
  EXPECT_EQ(rig.found("to:bob@y.test+to:dan@y.test"), Ids{"m2"});
  const Json page = rig.json("/v1/messages?q=ann&limit=1&order=asc");
  EXPECT_EQ(page["total"], 2);
  EXPECT_EQ(page["items"][0]["id"], "m1");
  EXPECT_EQ(rig.json("/v1/messages?order=asc&limit=1&q=ann&cursor=" +
                     page["next"].get<std::string>())["items"][0]["id"],
            "m2");
  EXPECT_EQ(rig.get("/v1/messages/latest/raw?q=grüße").octets().substr(0, 5), "From:");
}

TEST(SearchFilter, FindsTransactionsAndSessions) {
  SearchRig rig;
  EXPECT_EQ(ids(rig.json("/v1/transactions?q=is:refused")), Ids{"t3"});
  EXPECT_EQ(ids(rig.json("/v1/transactions?q=parcel")), (Ids{"t3", "t1"}));
  EXPECT_EQ(ids(rig.json("/v1/transactions?q=outcome:5*+from:eve")), Ids{"t3"});
  EXPECT_EQ(ids(rig.json("/v1/sessions?q=is:failed")), Ids{"s3"});
  EXPECT_EQ(ids(rig.json("/v1/sessions?q=client.test+-transaction:t1")), (Ids{"s3", "s2"}));
}

TEST(SearchFilter, FindsWhatARuleDecided) {
  SearchRig rig;
  const auto session = rig.connect();
  rig.store.begin_transaction(*session, {"a@x.test", {}}, rig.steady);
  session->note_rule("r7");
  rig.store.finish_transaction(*session, "451", "451 4.3.0 Later", nullptr, false, rig.steady);
  EXPECT_EQ(ids(rig.json("/v1/transactions?q=rule:r7")), Ids{"t4"});
}

TEST(SearchFilter, ChoosesWhatIsWaitedForPatchedAndDeleted) {
  SearchRig rig;
  const Answer waiting = rig.ask("GET", "/v1/messages?q=parcel&wait=1s");
  EXPECT_EQ(Json::parse(std::get<Wait>(waiting).attempt()->octets())["total"], 1);
  const Answer idle = rig.ask("GET", "/v1/messages?q=nothing&wait=1s");
  EXPECT_FALSE(std::get<Wait>(idle).attempt());
  const Answer quiet = rig.ask("GET", "/v1/messages?q=parcel&quiet=1s&after=0");
  EXPECT_EQ(std::get<Wait>(quiet).attempt()->status, 422);
  EXPECT_EQ(rig.now("PATCH", "/v1/messages?q=parcel", {{"Content-Type", "application/json"}},
                    R"({"read":true,"tags":["seen"]})")
                .status,
            200);
  EXPECT_EQ(rig.found("is:read"), Ids{"m1"});
  EXPECT_EQ(rig.found("tag:seen"), Ids{"m1"});
  EXPECT_EQ(rig.now("DELETE", "/v1/messages?q=-is:read").status, 200);
  EXPECT_EQ(rig.found(""), Ids{"m1"});
}

TEST(SearchFilter, RefusesWhatItCannotReadAndSaysWhere) {
  SearchRig rig;
  const Json wrong = problem(rig.get("/v1/messages?q=ann+form:bob"));
  EXPECT_EQ(wrong["status"], 400);
  EXPECT_EQ(wrong["type"], "/problems/bad-search");
  EXPECT_EQ(wrong["parameter"], "q");
  EXPECT_EQ(wrong["place"], 5);
  EXPECT_EQ(wrong["detail"], "unknown operator form:, at character 5");
  EXPECT_EQ(wrong["hint"], "did you mean from:?; to search for the text itself, quote it");
  EXPECT_EQ(problem(rig.get("/v1/sessions?q=subject:x"))["status"], 400);
  EXPECT_EQ(problem(rig.now("DELETE", "/v1/messages?q=(a"))["place"], 1);
  EXPECT_EQ(problem(rig.get("/v1/messages?q=a&q=b"))["parameter"], "q");
  EXPECT_EQ(rig.json("/v1/messages")["total"], 2);
}

}  // namespace
}  // namespace mailrig::api
