#include "smtp/dot_reader.hpp"

#include <array>
#include <cstring>

namespace mailrig::smtp {
namespace {

constexpr std::array<std::string_view, kLookAlikes> kNames{
    "LF.LF",   "LF.CR",   "CR.LF",         "CR.CR",         "LF.CRLF",     "CR.CRLF",
    "CRLF.LF", "CRLF.CR", "CRLF NUL.CRLF", "CRLF.NUL CRLF", "CRLF.CRCRLF", "CRCRLF.CRCRLF"};

char* find(char* from, char* end, char octet) {
  return static_cast<char*>(std::memchr(from, octet, static_cast<std::size_t>(end - from)));
}

enum class Answer : std::uint8_t { no, yes, wait };

// Does `text` follow at `at`?
Answer follows(const char* at, const char* end, std::string_view text) {
  const auto there = static_cast<std::size_t>(end - at);
  const std::size_t n = there < text.size() ? there : text.size();
  if (std::memcmp(at, text.data(), n) != 0) return Answer::no;
  return n == text.size() ? Answer::yes : Answer::wait;
}

}  // namespace

std::string_view to_string(LookAlike kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<LookAlike> parse_look_alike(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<LookAlike>(i);
  return std::nullopt;
}

DotReader::Start DotReader::line_start(const char* at, const char* end) {
  if (break_ == Break::lf) {
    if (*at != '.') return Start::plain;
    if (end - at == 1) return Start::wait;
    if (at[1] == '\n') note(LookAlike::lf_dot_lf);
    if (at[1] == '\r') {
      if (end - at == 2) return Start::wait;
      note(at[2] == '\n' ? LookAlike::lf_dot_crlf : LookAlike::lf_dot_cr);
    }
    return Start::plain;
  }
  if (*at == '\0') {
    using namespace std::string_view_literals;
    const Answer answer = follows(at, end, "\0.\r\n"sv);
    if (answer == Answer::yes) note(LookAlike::crlf_nul_dot_crlf);
    return answer == Answer::wait ? Start::wait : Start::plain;
  }
  if (*at != '.') return Start::plain;
  if (end - at == 1) return Start::wait;
  switch (at[1]) {
    case '.':
      return Start::stuffed;
    case '\n':
      note(LookAlike::crlf_dot_lf);
      return Start::bare_dot;
    case '\0': {
      using namespace std::string_view_literals;
      const Answer answer = follows(at + 1, end, "\0\r\n"sv);
      if (answer == Answer::yes) note(LookAlike::crlf_dot_nul_crlf);
      return answer == Answer::wait ? Start::wait : Start::bare_dot;
    }
    case '\r':
      break;
    default:
      return Start::bare_dot;
  }
  if (end - at == 2) return Start::wait;
  if (at[2] == '\n') return Start::end;
  const Answer doubled = follows(at + 2, end, "\r\n");
  if (doubled == Answer::wait) return Start::wait;
  if (doubled == Answer::no)
    note(LookAlike::crlf_dot_cr);
  else
    note(break_ == Break::crcrlf ? LookAlike::crcrlf_dot_crcrlf : LookAlike::crlf_dot_crcrlf);
  return Start::bare_dot;
}

bool DotReader::look_behind_cr(const char* cr, const char* end) {
  if (end - cr == 1) return false;
  if (cr[1] != '.') return true;
  if (end - cr == 2) return false;
  if (cr[2] == '\n') note(LookAlike::cr_dot_lf);
  if (cr[2] == '\r') {
    if (end - cr == 3) return false;
    note(cr[3] == '\n' ? LookAlike::cr_dot_crlf : LookAlike::cr_dot_cr);
  }
  return true;
}

DotReader::Step DotReader::scan(std::span<char> region) {
  char* const base = region.data();
  char* const end = base + region.size();
  char* out = base;  // content ends here
  char* run = base;  // what is to be moved there next begins here
  char* at = base;   // decided up to here
  Step step;
  removed_.clear();
  const auto move_run = [&](char* to) {
    const auto n = static_cast<std::size_t>(to - run);
    if (out != run) std::memmove(out, run, n);
    out += n;
    run = to;
  };

  while (at < end) {
    if (fresh_) {
      const Start start = line_start(at, end);
      if (start == Start::wait) break;
      if (start == Start::end) {
        move_run(at);
        step.ended = true;
        step.behind = static_cast<std::size_t>(at - base) + 3;
        step.content = static_cast<std::size_t>(out - base);
        return step;
      }
      if (start != Start::plain) {
        // RFC 5321 §4.5.2: if the first character is a period and there are other characters on
        // the line, the first character is deleted.
        move_run(at);
        if (start == Start::bare_dot) removed_.push_back(static_cast<std::size_t>(out - base));
        run = ++at;
      }
      fresh_ = false;
      after_cr_ = false;
      if (at == end) break;
    }
    char* const lf = find(at, end, '\n');
    char* const stop = lf ? lf : end;
    char* waiting = nullptr;
    for (char* cr = find(at, stop, '\r'); cr && cr + 1 != lf; cr = find(cr + 1, stop, '\r')) {
      if (look_behind_cr(cr, end)) continue;
      waiting = cr;
      break;
    }
    if (waiting) {
      if (waiting > at) after_cr_ = waiting[-1] == '\r';
      at = waiting;
      break;
    }
    if (!lf) {
      at = end;
      after_cr_ = false;
      break;
    }
    if (lf == at || lf[-1] != '\r')
      break_ = Break::lf;
    else if (lf - at >= 2 ? lf[-2] == '\r' : after_cr_)
      break_ = Break::crcrlf;
    else
      break_ = Break::crlf;
    at = lf + 1;
    fresh_ = true;
  }
  move_run(at);
  step.content = static_cast<std::size_t>(out - base);
  step.pending = static_cast<std::size_t>(end - at);
  if (out != at) std::memmove(out, at, step.pending);
  return step;
}

}  // namespace mailrig::smtp
