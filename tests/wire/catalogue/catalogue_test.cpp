// Every fault of the catalogue over real sockets, and that none of its rows is without a scene.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "wire/catalogue/scene.hpp"
#include "wire/catalogue/stage.hpp"

namespace mailrig::wire {

void PrintTo(const Scene& scene, std::ostream* out) { *out << scene.title(); }

namespace {

class Fault : public testing::TestWithParam<Scene> {};

TEST_P(Fault, IsSeenByTheClient) {
  const Scene& scene = GetParam();
  Stage stage;
  for (const Line& line : scene.lines) {
    const std::string failure = stage.play(line);
    if (!failure.empty())
      FAIL() << "tests/wire/catalogue/" << scene.file << ":" << line.number << ": " << line.verb
             << " " << line.argument << "\n"
             << failure;
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Fault, testing::ValuesIn(read_scenes()),
                         [](const testing::TestParamInfo<Scene>& scene) {
                           return scene.param.title();
                         });

TEST(Catalogue, HasASceneForEachOfItsRows) {
  const std::vector<Scene> scenes = read_scenes();
  for (const Row& row : read_rows()) {
    const bool shown = std::any_of(scenes.begin(), scenes.end(), [&](const Scene& scene) {
      return scene.section == row.section && scene.row == row.name;
    });
    EXPECT_EQ(shown, row.later.empty())
        << row.section << ": \"" << row.name << "\" "
        << (shown ? "has a scene, and so is not for later" : "has no scene");
  }
}

TEST(Catalogue, HasARowForEachOfItsScenes) {
  const std::vector<Row> rows = read_rows();
  for (const Scene& scene : read_scenes())
    EXPECT_NE(std::find(rows.begin(), rows.end(), Row{scene.section, scene.row, ""}), rows.end())
        << scene.file << ": there is no row \"" << scene.row << "\"";
}

// A scene in which nothing is observed would show nothing.
TEST(Catalogue, LetsEachSceneObserveSomething) {
  static const std::set<std::string> observing = {"S:",   "S..:", "S!",     "connect", "quiet",
                                                  "fin",  "rst",  "flood",  "tls",     "truncated",
                                                  "then", "took", "deliver"};
  for (const Scene& scene : read_scenes()) {
    EXPECT_TRUE(std::any_of(scene.lines.begin(), scene.lines.end(), [](const Line& line) {
      return observing.contains(line.verb) && (line.verb != "connect" || !line.argument.empty());
    })) << scene.title();
    EXPECT_TRUE(std::any_of(
        scene.lines.begin(), scene.lines.end(),
        [](const Line& line) { return line.verb == "rule" || line.verb == "scenario"; }))
        << scene.title() << " has no rule";
  }
}

TEST(Catalogue, NamesEachSceneOnce) {
  std::set<std::string> seen;
  for (const Scene& scene : read_scenes())
    EXPECT_TRUE(seen.insert(scene.title()).second) << scene.title();
}

}  // namespace
}  // namespace mailrig::wire
