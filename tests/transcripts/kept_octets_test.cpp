// What is said with every mail is kept by number: store/known_line.cpp follows smtp/replies.cpp.
#include <gtest/gtest.h>

#include "player.hpp"
#include "store/known_line.hpp"

namespace mailrig::transcripts {
namespace {

TEST(KeptOctets, OfAnOrdinaryMailHoldNoReplySpelledOut) {
  Store store;
  Engine engine("mailrig.test", {[] { return WallTime{}; }, [] { return Time{}; }});
  const smtp::Options options;
  Connection client(options, store, engine);
  client.said();
  const std::string lines[] = {"EHLO c.test\r\n", "MAIL FROM:<a@x.test>\r\n",
                               "RCPT TO:<b@y.test>\r\n", "DATA\r\n", "Subject: x\r\n\r\n.\r\n"};
  for (const std::string& line : lines) {
    client.send(line, line.size());
    const std::string reply = client.said();
    if (line.starts_with("EHLO")) continue;
    const std::string_view start = start_of_line(known_start(reply));
    // Only the number of the message stands behind.
    EXPECT_LE(reply.size() - start.size(), std::string_view("1\r\n").size()) << reply;
  }
  EXPECT_LE(store.find_transactions({}).items.at(0)->events.octets(), 72u);
}

}  // namespace
}  // namespace mailrig::transcripts
