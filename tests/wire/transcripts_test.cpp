// The transcripts once more, over TCP: the same dialogues against a whole server.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "rig/rig.hpp"
#include "transcripts/dialogue.hpp"
#include "wire/client.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;
using transcripts::Dialogue;
using transcripts::Limit;
using transcripts::Option;
using transcripts::Step;

// Sets what a listener is like; false if no flag of the server does.
bool set_option(RigOptions& options, const Option& option) {
  if (option.name == "profile") {
    options.profile = option.value;
  } else if (option.name == "off") {
    options.without.push_back(option.value);
  } else if (option.name == "auth" && option.value != "any") {
    options.auth = option.value == "off" ? "off" : "any+required";
  } else if (option.name == "trusted" && option.value != "none") {
    options.trusted.push_back(option.value);
  } else if (option.name == "proxy") {
    options.proxy = "on";
  } else if (option.name == "protocol") {
    options.smtp_port = port_off;
    options.lmtp_port = 0;
  } else {
    return false;
  }
  return true;
}

// Handshakes, and what no flag sets, are played without sockets only; so is talk before the
// greeting, where a profile minds it and it would be a race.
bool plays_here(const Dialogue& dialogue) {
  RigOptions scratch;
  const auto is_tls = [](const Step& step) { return step.kind == Step::Kind::tls; };
  const bool early = dialogue.steps.front().kind == Step::Kind::burst;
  return dialogue.over_tcp && !early &&
         std::none_of(dialogue.steps.begin(), dialogue.steps.end(), is_tls) &&
         std::all_of(dialogue.options.begin(), dialogue.options.end(),
                     [&](const Option& one) { return set_option(scratch, one); }) &&
         std::none_of(dialogue.limits.begin(), dialogue.limits.end(),
                      [](const Limit& limit) { return limit.name == "room"; });
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
  for (const Option& option : dialogue.options) set_option(options, option);
  for (const Limit& limit : dialogue.limits)
    options.limits.push_back(limit.name + "=" + std::to_string(limit.value));
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

  Client client(rig.smtp_port() != 0 ? rig.smtp_port() : rig.port("lmtp"));
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
