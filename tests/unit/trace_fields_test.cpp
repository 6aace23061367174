#include "store/trace_fields.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

Facts facts(std::string protocol, bool esmtp, bool tls, bool user) {
  Facts facts;
  facts.protocol = std::move(protocol);
  facts.esmtp = esmtp;
  if (tls) facts.tls = "TLSv1.3";
  if (user) facts.user = "bob";
  return facts;
}

TEST(TraceFields, NameTheProtocolAsRfc3848AndRfc6531Do) {
  EXPECT_EQ(with_keyword(facts("smtp", false, false, false), false), "SMTP");
  EXPECT_EQ(with_keyword(facts("smtp", true, false, false), false), "ESMTP");
  EXPECT_EQ(with_keyword(facts("smtp", true, true, false), false), "ESMTPS");
  EXPECT_EQ(with_keyword(facts("smtp", true, false, true), false), "ESMTPA");
  EXPECT_EQ(with_keyword(facts("smtp", true, true, true), false), "ESMTPSA");
  EXPECT_EQ(with_keyword(facts("lmtp", true, true, true), false), "LMTPSA");
  EXPECT_EQ(with_keyword(facts("smtp", true, true, true), true), "UTF8SMTPSA");
  EXPECT_EQ(with_keyword(facts("lmtp", true, false, false), true), "UTF8LMTP");
}

TEST(TraceFields, StandBesideTheMessage) {
  auto transaction = std::make_shared<Transaction>();
  Facts known = facts("smtp", true, true, false);
  known.helo = "client.test";
  known.ip = "2001:db8::1";
  transaction->facts = std::make_shared<const Facts>(known);
  transaction->number = 7;
  transaction->envelope.from.address = "a@x.test";
  transaction->envelope.from.parameters = {{"MT-PRIORITY", "-3"}};
  Recipient kept;
  kept.address = "b@y.test";
  kept.kept = true;
  transaction->envelope.to = {kept, Recipient{}};
  Message message;
  message.received = WallTime(std::chrono::seconds(1'795'615'331));
  message.transaction = transaction;
  EXPECT_EQ(trace_fields(message, "h.test"),
            "Return-Path: <a@x.test>\r\n"
            "Received: from client.test ([IPv6:2001:db8::1])\r\n"
            "\tby h.test (mailrig) with ESMTPS id t7\r\n"
            "\tfor <b@y.test>\r\n"
            "\tPRIORITY -3;\r\n"
            "\tWed, 25 Nov 2026 14:02:11 +0000\r\n");
}

}  // namespace
}  // namespace mailrig
