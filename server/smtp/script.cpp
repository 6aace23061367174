#include "smtp/script.hpp"

#include <charconv>

#include "mail/ascii.hpp"
#include "match/duration.hpp"

namespace mailrig::smtp {
namespace {

constexpr std::size_t kMostRepeated = 64 << 20;

// `\{600*x}`, behind its backslash; what it stands for, and how long it is.
std::optional<std::string> repeated(std::string_view text, std::size_t& length) {
  const std::size_t end = text.find('}');
  const std::size_t star = text.find('*');
  if (end == std::string_view::npos || star == std::string_view::npos || star > end)
    return std::nullopt;
  std::size_t count = 0;
  const auto [stop, error] = std::from_chars(text.data() + 1, text.data() + star, count);
  const std::string_view what = text.substr(star + 1, end - star - 1);
  if (error != std::errc() || stop != text.data() + star || count * what.size() > kMostRepeated)
    return std::nullopt;
  length = end + 1;
  std::string out;
  out.reserve(count * what.size());
  for (std::size_t i = 0; i < count; ++i) out += what;
  return out;
}

Result<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char c = ++i < text.size() ? text[i] : ' ';
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    std::size_t length = 0;
    if (c == 'r') {
      out += '\r';
    } else if (c == 'n') {
      out += '\n';
    } else if (c == '0') {
      out += '\0';
    } else if (c == 't') {
      out += '\t';
    } else if (c == '\\') {
      out += '\\';
    } else if (c == 'x' && high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (const auto many = c == '{' ? repeated(text.substr(i), length) : std::nullopt) {
      out += *many;
      i += length - 1;
    } else {
      return Error{"\\" + std::string(1, c) +
                   " is no escape: there are \\r \\n \\0 \\t \\\\ \\xHH and \\{600*x}"};
    }
  }
  return out;
}

Result<ScriptStep> parse_step(std::string_view line) {
  using Kind = ScriptStep::Kind;
  const auto after = [&](std::string_view prefix) {
    std::string_view rest = line.substr(prefix.size());
    if (rest.starts_with(' ')) rest.remove_prefix(1);
    return rest;
  };
  ScriptStep step;
  if (line.starts_with("C:")) {
    step.text = std::string(after("C:")) + "\r\n";
    return step;
  }
  if (line.starts_with("C!")) {
    auto text = unescape(after("C!"));
    if (!text) return text.error();
    if (text->empty()) return Error{"C! says nothing"};
    step.text = std::move(*text);
    return step;
  }
  for (const auto& [prefix, kind] : {std::pair<std::string_view, Kind>{"S:", Kind::hear},
                                     std::pair<std::string_view, Kind>{"S..:", Kind::hear_up_to}})
    if (line.starts_with(prefix)) {
      step.kind = kind;
      step.text = after(prefix);
      auto glob = Glob::compile(step.text, Glob::Anchor::whole);
      if (!glob) return glob.error();
      step.glob = std::move(*glob);
      return step;
    }
  if (line == "tls" || line == "closed") {
    step.kind = line == "tls" ? Kind::tls : Kind::closed;
    return step;
  }
  if (line.starts_with("pause ")) {
    const auto time = parse_duration(trim(line.substr(6)));
    if (!time) return time.error();
    step.kind = Kind::pause;
    step.time = *time;
    return step;
  }
  return Error{"\"" + std::string(line.substr(0, 60)) +
               "\" is no step: there are C: C! S: S..: tls pause closed"};
}

}  // namespace

Result<std::vector<ScriptStep>> parse_script(std::string_view text) {
  std::vector<ScriptStep> steps;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    auto step = parse_step(line);
    if (!step) return Error{"line " + std::to_string(number) + ": " + step.error().what};
    step->line = number;
    steps.push_back(std::move(*step));
  }
  if (steps.empty()) return Error{"there is no step in it: write C: and S: lines"};
  return steps;
}

bool Script::hears() const {
  using Kind = ScriptStep::Kind;
  return steps_[at_].kind == Kind::hear || steps_[at_].kind == Kind::hear_up_to;
}

Client::Step Script::next() {
  if (at_ == steps_.size() || !failure_.empty()) return Step::end;
  switch (steps_[at_].kind) {
    case ScriptStep::Kind::say:
      return Step::say;
    case ScriptStep::Kind::tls:
      return Step::secure;
    case ScriptStep::Kind::pause:
      return Step::rest;
    default:
      return Step::hear;
  }
}

void Script::said(Time now) {
  std::string_view text = steps_[at_].text;
  // A line each, as it would be seen on the wire; what has no end is shown with its dots.
  while (!text.empty() && show_) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool whole = end != std::string_view::npos;
    show_({Who::client, whole ? std::string(line) : std::string(line) + "…", now});
  }
  ++at_;
  listen(now);
}

void Script::heard(std::string_view octets, Time now) {
  greeted_ = true;
  replies_.add(octets);
  listen(now);
  if (replies_.too_long()) fail("the server's line is longer than 64 KiB");
}

// Takes the lines that are there, as far as the script expects some.
void Script::listen(Time now) {
  while (failure_.empty() && at_ < steps_.size() && hears()) {
    const auto line = replies_.line();
    if (!line) return;
    if (show_) show_({Who::server, *line, now});
    const ScriptStep& step = steps_[at_];
    if (step.glob->matches(*line))
      ++at_;
    else if (step.kind == ScriptStep::Kind::hear)
      fail("expected \"" + step.text + "\", but the server said \"" + *line + "\"");
  }
  if (failure_.empty() && at_ < steps_.size() && steps_[at_].kind == ScriptStep::Kind::closed)
    if (const auto line = replies_.line())
      fail("expected the server to close, but it said \"" + *line + "\"");
}

void Script::secured(std::string_view version, Time now) {
  if (show_) show_({Who::rig, "TLS is up: " + std::string(version), now});
  ++at_;
  listen(now);
}

void Script::lost(std::string_view why, Time now) {
  if (show_) show_({Who::rig, why, now});
  if (at_ == steps_.size() || !failure_.empty()) return;
  if (steps_[at_].kind == ScriptStep::Kind::closed && greeted_) {
    ++at_;
    if (at_ < steps_.size()) fail("the connection is over, but the script goes on");
  } else {
    fail(std::string(why));
  }
}

void Script::fail(const std::string& why) {
  if (failure_.empty())
    failure_ = "line " + std::to_string(steps_[std::min(at_, steps_.size() - 1)].line) + ": " + why;
}

}  // namespace mailrig::smtp
