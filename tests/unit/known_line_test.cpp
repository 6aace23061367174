#include "store/known_line.hpp"

#include <gtest/gtest.h>

#include "session/behavior.hpp"
#include "smtp/replies.hpp"

namespace mailrig {
namespace {

TEST(KnownLine, TakesTheLongestBeginning) {
  struct {
    const char *line, *start;
  } cases[] = {{"MAIL FROM:<a@x.test> SIZE=3", "MAIL FROM:<"},
               {"250 2.1.5 Recipient ok", "250 2.1.5 Recipient ok"},
               {"250 2.1.5 Why not", "250 "},
               {"250 2.0.0 Ok: kept as t17", "250 2.0.0 Ok: kept as t"},
               {"250 2.0.0 Fine", "250 2.0.0 "},
               {"250 SIZE", "250 "},
               {"RSET", "RSET"}};
  for (const auto& c : cases) {
    ASSERT_NE(known_start(c.line), 0) << c.line;
    EXPECT_EQ(start_of_line(known_start(c.line)), c.start);
  }
  for (const char* line : {"", "Mail From:<a@x.test>", "2", "HELO x"})
    EXPECT_EQ(known_start(line), 0) << line;
}

// A standard reply that was worded anew, and here not, would cost each kept mail its length.
TEST(KnownLine, KnowsTheRepliesOfEveryMailToTheirEnds) {
  for (const Reply* reply :
       {&smtp::replies::sender_ok, &smtp::replies::recipient_ok, &smtp::replies::start_data}) {
    const std::string text = reply->text();
    ASSERT_NE(known_start(text), 0) << text;
    EXPECT_EQ(start_of_line(known_start(text)), text);
  }
}

TEST(KnownLine, KnowsTheCodesOfTheOtherRepliesOfAnOrdinarySession) {
  for (const Reply* reply : {&smtp::replies::ok, &smtp::replies::bye, &smtp::replies::chunk_ok}) {
    const std::string text = reply->text();
    const std::string code = text.substr(0, std::string("250 2.0.0 ").size());
    ASSERT_NE(known_start(text), 0) << text;
    EXPECT_EQ(start_of_line(known_start(text)), code);
  }
}

}  // namespace
}  // namespace mailrig
