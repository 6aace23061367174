// Every transcript of this folder, in every manner.
#include "transcripts/player.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace mailrig::transcripts {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

class Transcript : public testing::TestWithParam<std::string> {
 protected:
  Dialogue dialogue_ = read_dialogue(GetParam());
};

TEST_P(Transcript, HoldsLineByLine) { EXPECT_EQ(joined(play(dialogue_, Manner::by_line)), ""); }

TEST_P(Transcript, HoldsInOnePiece) {
  if (dialogue_.in_one_piece()) {
    EXPECT_EQ(joined(play(dialogue_, Manner::whole)), "");
  } else {
    EXPECT_EQ(joined(play(dialogue_, Manner::by_line)), "");  // it waits: nothing to join
  }
}

TEST_P(Transcript, HoldsSevenOctetsAtATime) {
  EXPECT_EQ(joined(play(dialogue_, Manner::seven)), "");
}

TEST_P(Transcript, HoldsOneOctetAtATime) { EXPECT_EQ(joined(play(dialogue_, Manner::single)), ""); }

TEST_P(Transcript, IsRecordedWhereverItIsCut) { EXPECT_EQ(joined(play_cut(dialogue_)), ""); }

INSTANTIATE_TEST_SUITE_P(Files, Transcript, testing::ValuesIn(dialogue_files()),
                         [](const testing::TestParamInfo<std::string>& file) {
                           std::string name = std::filesystem::path(file.param).stem().string();
                           for (char& c : name)
                             if (c == '-' || c == '.') c = '_';
                           return name;
                         });

TEST(Scenarios, HaveATranscriptEach) {
  const auto root = std::filesystem::path(MAILRIG_TESTS_DIR);
  for (const auto& entry : std::filesystem::directory_iterator(root.parent_path() / "scenarios")) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".json" || name == "schema") continue;
    const auto file = root / "transcripts" / ("shipped-" + name + ".txt");
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    EXPECT_EQ(read_dialogue(file.string()).scenarios.size(), 1u) << file;
  }
}

TEST(Player, NoticesEachDifference) {
  Dialogue dialogue;
  dialogue.file = "here";
  dialogue.steps = {{Step::Kind::server, "220 *", 1},
                    {Step::Kind::client, "NOOP\r\n", 2},
                    {Step::Kind::server, "251 *", 3},
                    {Step::Kind::closed, "", 4}};
  dialogue.claims = {{"messages", 0, "1", 5}};
  EXPECT_EQ(joined(play(dialogue, Manner::by_line)),
            "here:3: the server said: 250 2.0.0 Ok -- not: 251 *\n"
            "here:4: the server did not close\n"
            "here:5: messages is 0, not 1\n");
}

TEST(Glob, TreatsOnlyStarAndQuestionMarkAsSpecial) {
  EXPECT_TRUE(glob_matches("250-*", "250-SIZE 1"));
  EXPECT_TRUE(glob_matches("2?0", "250"));
  EXPECT_TRUE(glob_matches("a*b*c", "a1b2b3c"));
  EXPECT_TRUE(glob_matches("a\\*", "a*"));
  EXPECT_FALSE(glob_matches("a\\*", "ab"));
  EXPECT_FALSE(glob_matches("[a]", "a"));
  EXPECT_FALSE(glob_matches("250", "250 "));
}

}  // namespace
}  // namespace mailrig::transcripts
