// The transcripts once more, over TCP: the same dialogues against a whole server.
#include <gtest/gtest.h>

#include <filesystem>

#include "rig/rig.hpp"
#include "transcripts/dialogue.hpp"
#include "wire/client.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;
using transcripts::Dialogue;
using transcripts::Limit;
using transcripts::Step;

// What no flag of the server sets is played without sockets only.
bool plays_here(const Dialogue& dialogue) {
  if (!dialogue.over_tcp) return false;
  if (!dialogue.options.empty()) return false;
  for (const Limit& limit : dialogue.limits)
    if (limit.name != "message" && limit.name != "recipients") return false;
  return true;
}

std::vector<std::string> files() {
  std::vector<std::string> playable;
  for (const std::string& file : transcripts::dialogue_files())
    if (plays_here(transcripts::read_dialogue(file))) playable.push_back(file);
  return playable;
}

RigOptions options_for(const Dialogue& dialogue) {
  RigOptions options;
  options.addresses = {"127.0.0.1"};
  options.smtp_port = options.http_port = 0;
  options.threads = 1;
  options.hostname = "mailrig.test";
  for (const Limit& limit : dialogue.limits) {
    if (limit.name == "message") options.max_message = limit.value;
    if (limit.name == "recipients") options.max_recipients = limit.value;
  }
  for (const Step& step : dialogue.steps)
    if (step.kind == Step::Kind::idle) options.idle = 300ms;
  return options;
}

class OverTcp : public testing::TestWithParam<std::string> {};

TEST_P(OverTcp, HoldsLineByLine) {
  const Dialogue dialogue = transcripts::read_dialogue(GetParam());
  Rig rig(options_for(dialogue));
  rig.start();
  for (auto rule = dialogue.rules.rbegin(); rule != dialogue.rules.rend(); ++rule) {
    const HttpReply added =
        request(rig.http_port(), "POST", "/v1/rules", "application/json", *rule);
    ASSERT_EQ(added.status, 201) << added.body;
  }

  for (const std::string& scenario : dialogue.scenarios) {
    const std::size_t at = scenario.find('"', scenario.find(':')) + 1;  // {"name": "…
    const std::string name = scenario.substr(at, scenario.find('"', at) - at);
    const HttpReply put =
        request(rig.http_port(), "PUT", "/v1/scenarios/" + name, "application/json", scenario);
    ASSERT_EQ(put.status, 200) << put.body;
  }

  Client client(rig.smtp_port());
  for (const Step& step : dialogue.steps) {
    const std::string place = dialogue.file + ":" + std::to_string(step.line);
    switch (step.kind) {
      case Step::Kind::client:
      case Step::Kind::burst:
        client.send(step.text);
        break;
      case Step::Kind::server: {
        std::string line = client.line();
        ASSERT_FALSE(line.empty()) << place << ": the server said nothing";
        if (line.ends_with('\n')) line.pop_back();
        if (line.ends_with('\r')) line.pop_back();
        ASSERT_TRUE(transcripts::glob_matches(step.text, line)) << place << ": " << line;
        break;
      }
      case Step::Kind::server_until:
        for (std::string line = client.line();; line = client.line()) {
          ASSERT_FALSE(line.empty()) << place << ": the server never said " << step.text;
          while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
          if (transcripts::glob_matches(step.text, line)) break;
        }
        break;
      case Step::Kind::tls:
        FAIL() << place << ": no handshake here";
      case Step::Kind::closed:
        ASSERT_EQ(client.until_end(), "") << place;
        if (step.text == "rst") {
          ASSERT_TRUE(client.was_reset()) << place;
        } else if (step.text == "fin") {
          ASSERT_FALSE(client.was_reset()) << place;
        }
        break;
      case Step::Kind::advance: {
        const HttpReply jumped = request(rig.http_port(), "POST", "/v1/clock", "application/json",
                                         R"({"all":true,"advance":")" + step.text + R"("})");
        ASSERT_EQ(jumped.status, 200) << jumped.body;
        break;
      }
      case Step::Kind::state: {
        const std::size_t blank = step.text.find(' ');
        const HttpReply moved = request(
            rig.http_port(), "PUT", "/v1/scenarios/" + step.text.substr(0, blank) + "/state",
            "application/json", R"({"state":")" + step.text.substr(blank + 1) + R"("})");
        ASSERT_EQ(moved.status, 200) << moved.body;
        break;
      }
      case Step::Kind::idle:
        break;  // the server's patience is short
      case Step::Kind::shutdown:
        rig.stop();
        break;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, OverTcp, testing::ValuesIn(files()),
                         [](const testing::TestParamInfo<std::string>& file) {
                           std::string name = std::filesystem::path(file.param).stem().string();
                           for (char& c : name)
                             if (c == '-' || c == '.') c = '_';
                           return name;
                         });

}  // namespace
}  // namespace mailrig::wire
