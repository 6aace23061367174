// Links and codes of mails as they are really sent: tests/corpus/mails/NAME.eml with what is to be
// found in it, in order, in NAME.expect.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "mail/reading.hpp"

namespace mailrig {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(RealMail, HasItsLinksAndCodes) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(MAILRIG_TESTS_DIR "/corpus/mails")) {
    if (entry.path().extension() != ".eml") continue;
    ++count;
    std::string found;
    const Reading reading = read_message(contents(entry.path()));
    for (const Reading::PartLink& each : reading.links)
      found += "link " + each.link.url + " | " + each.link.text + "\n";
    for (const std::string& code : reading.codes) found += "code " + code + "\n";
    auto expected = entry.path();
    EXPECT_EQ(found, contents(expected.replace_extension(".expect"))) << entry.path().stem();
  }
  EXPECT_GE(count, 30u);
}

}  // namespace
}  // namespace mailrig
