#include "store/known_line.hpp"

#include <gtest/gtest.h>

#include "session/behavior.hpp"

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

TEST(KnownLine, KnowsEachStage) {
  for (int i = 0; i <= static_cast<int>(Stage::closed); ++i) {
    const std::string_view name = to_string(static_cast<Stage>(i));
    ASSERT_NE(known_stage(name), 0) << name;
    EXPECT_EQ(name_of_stage(known_stage(name)), name);
  }
  EXPECT_EQ(known_stage("odd"), 0);
}

}  // namespace
}  // namespace mailrig
