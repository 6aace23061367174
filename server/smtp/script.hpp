// A scripted dialogue: what a client says and what it must hear, line by line, from a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/glob.hpp"
#include "smtp/client.hpp"
#include "smtp/reply_reader.hpp"

namespace mailrig::smtp {

// The format, a step each line; `#` begins a comment:
//   C: TEXT     say TEXT and CRLF
//   C! TEXT     say TEXT with escapes and no line end: \r \n \0 \t \\ \xHH, \{600*x}
//   S: GLOB     hear this line; `*` any octets, `?` any character, `\` takes the next as it is
//   S..: GLOB   hear any lines, up to this one
//   tls         a TLS handshake
//   pause TIME  say nothing for so long: 500ms, 2s
//   closed      the server closes
struct ScriptStep {
  enum class Kind : std::uint8_t { say, hear, hear_up_to, tls, pause, closed };
  Kind kind = Kind::say;
  std::string text;  // octets to say, or the glob as written
  std::optional<Glob> glob;
  Milliseconds time{0};
  std::size_t line = 0;  // in the file, from 1
};

// The error names the line.
Result<std::vector<ScriptStep>> parse_script(std::string_view text);

class Script final : public Client {
 public:
  Script(std::vector<ScriptStep> steps, Show show)
      : steps_(std::move(steps)), show_(std::move(show)) {}

  // What went otherwise than scripted, with the line; empty if nothing did.
  const std::string& failure() const { return failure_; }
  bool greeted() const { return greeted_; }

  Step next() override;
  std::string_view words() const override { return steps_[at_].text; }
  void said(Time now) override;
  void heard(std::string_view octets, Time now) override;
  void secured(std::string_view version, Time now) override;
  Milliseconds rest_time() const override { return steps_[at_].time; }
  void rested() override { ++at_; }
  void lost(std::string_view why, Time now) override;

 private:
  bool hears() const;
  void listen(Time now);
  void fail(const std::string& why);

  std::vector<ScriptStep> steps_;
  Show show_;
  std::size_t at_ = 0;
  ReplyReader replies_;
  std::string failure_;
  bool greeted_ = false;
};

}  // namespace mailrig::smtp
