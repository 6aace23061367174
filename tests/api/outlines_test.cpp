// What was read of mails is not read again, and takes no more memory than it may.
#include "api/outlines.hpp"

#include "service_rig.hpp"

namespace mailrig::api {
namespace {

TEST(Recent, LetsGoOfWhatWasNotAskedForLongest) {
  Recent<std::string> recent(1'600);
  for (std::uint64_t key = 1; key <= 10; ++key)
    recent.put(key, std::make_shared<const std::string>(std::to_string(key)), 32);
  EXPECT_EQ(*recent.find(1), "1");
  recent.put(11, std::make_shared<const std::string>("11"), 32);
  EXPECT_EQ(*recent.find(1), "1");
  EXPECT_EQ(recent.find(2), nullptr);
  EXPECT_LE(recent.octets(), 1'600u);
}

TEST(Recent, KeepsNothingThatWouldTakeMostOfIt) {
  Recent<std::string> recent(1'600);
  recent.put(1, std::make_shared<const std::string>("large"), 200);
  EXPECT_EQ(recent.find(1), nullptr);
  EXPECT_EQ(recent.octets(), 0u);
}

std::shared_ptr<const Message> message(std::uint64_t number, std::string octets) {
  auto made = std::make_shared<Message>();
  made->number = number;
  made->seed = Message::Seed{{}, {"default"}, std::make_shared<const Content>(std::move(octets))};
  return made;
}

TEST(Outlines, AreReadOnce) {
  const Outlines outlines;
  const auto mail = message(7, "Subject: once\r\n\r\n" + std::string(1'000, 'x'));
  EXPECT_GT(outlines.effort(*mail), 1'000u);
  const auto outline = outlines.of(*mail);
  EXPECT_EQ(outline->subject, "once");
  EXPECT_EQ(outlines.of(*mail), outline);
  EXPECT_LT(outlines.effort(*mail), 1'000u);
}

TEST(Outlines, OfMessagesAndTransactionsAreNotMistakenForEachOther) {
  const Outlines outlines;
  const auto mail = message(7, "Subject: kept\r\n\r\n");
  auto refused = std::make_shared<Transaction>();
  refused->number = 7;
  refused->content = std::make_shared<const Content>("Subject: refused\r\n\r\n");
  EXPECT_EQ(outlines.of(StoreEntry{1, mail})->subject, "kept");
  EXPECT_EQ(outlines.of(StoreEntry{2, std::shared_ptr<const Transaction>(refused)})->subject,
            "refused");
}

TEST(Outlines, LeaveSmallMailOutInAPassOverEverything) {
  const Outlines outlines;
  const auto small = message(1, "a\nb\r\n"), large = message(2, std::string(20'000, '\n'));
  EXPECT_FALSE(outlines.kinds(*small).empty());
  EXPECT_FALSE(outlines.kinds(*large).empty());
  EXPECT_GT(outlines.effort(*small), 256u);
  EXPECT_EQ(outlines.effort(*large), 256u);
}

TEST(Outlines, KeepWhatTheHeadOfALargeMailTakes) {
  ServiceRig rig;
  std::string mail = "Subject: large\r\nContent-Type: text/html\r\n\r\n<p>hello</p>";
  mail.append(400 << 10, ' ');
  rig.deliver("a@x.test", {"b@y.test"}, mail);
  const std::string brief = "/v1/messages/m1?brief=true";
  EXPECT_TRUE(std::holds_alternative<Work>(rig.ask("GET", brief)));
  const Json first = rig.json(brief);
  EXPECT_TRUE(std::holds_alternative<Response>(rig.ask("GET", brief)));
  EXPECT_EQ(rig.json(brief), first);
  EXPECT_EQ(first["snippet"], "hello");
  EXPECT_EQ(first["html"], nullptr);
  EXPECT_EQ(first["parts"].size(), 1u);
  const Json read = Json::parse(
      rig.send_json("PATCH", "/v1/messages/m1?brief=true", R"({"read":true})").octets());
  EXPECT_EQ(read["read"], true);
  EXPECT_EQ(read["html"], nullptr);
  EXPECT_EQ(rig.json("/v1/messages/m1")["html"].get<std::string>().substr(0, 12), "<p>hello</p>");
}

TEST(Outlines, OfALargeMailAmongSmallOnesAreReadByAWorker) {
  ServiceRig rig;
  for (int i = 0; i < 5; ++i) rig.deliver("a@x.test", {"b@y.test"}, "Subject: small\r\n\r\n");
  rig.deliver("a@x.test", {"b@y.test"}, "Subject: large\r\n\r\n" + std::string(600 << 10, 'x'));
  for (int i = 0; i < 500; ++i) rig.deliver("a@x.test", {"b@y.test"}, "Subject: small\r\n\r\n");
  const std::string page = "/v1/messages?order=asc&limit=10";
  EXPECT_TRUE(std::holds_alternative<Response>(rig.ask("GET", "/v1/messages?limit=10")));
  EXPECT_TRUE(std::holds_alternative<Work>(rig.ask("GET", page)));
  EXPECT_EQ(rig.json(page)["items"][5]["subject"], "large");
  EXPECT_TRUE(std::holds_alternative<Response>(rig.ask("GET", page)));
  EXPECT_TRUE(std::holds_alternative<Response>(rig.ask("GET", "/v1/entries?order=asc&limit=10")));
}

TEST(Outlines, OfALargeMailComeWithItsReading) {
  const Outlines outlines;
  const auto mail = message(3, "Subject: large\r\n\r\n" + std::string(300 << 10, 'x'));
  const Outline alone = outline_of(mail->content()->octets());
  EXPECT_EQ(outlines.reading(*mail), outlines.reading(*mail));
  EXPECT_EQ(outlines.effort(*mail), 256u);
  EXPECT_EQ(outlines.of(*mail)->snippet, alone.snippet);
  EXPECT_EQ(outlines.of(*mail)->findings, alone.findings);
}

TEST(Outlines, OfManyAddressesShowTheFirstOfThem) {
  ServiceRig rig;
  std::string mail = "To: ";
  for (int i = 0; i < 2'000; ++i) mail += "b" + std::to_string(i) + "@y.test,\r\n ";
  rig.deliver("a@x.test", {"b@y.test"}, mail + "c@y.test\r\n\r\n");
  const Json item = rig.json("/v1/messages")["items"][0];
  EXPECT_EQ(item["headerTo"].size(), 50u);
  EXPECT_EQ(item["headerCounts"], Json::parse(R"({"from":0,"to":2001,"cc":0})"));
  EXPECT_EQ(rig.json("/v1/messages/m1")["headerTo"].size(), 2'001u);
}

}  // namespace
}  // namespace mailrig::api
