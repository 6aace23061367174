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

bool DotReader::ends_at(LookAlike kind, std::size_t octets) {
  seen_.add(kind);
  if (!ends_.has(kind) || (when_ == EndWhen::first_line_lf && first_ != First::lf)) return false;
  ended_by_ = kind;
  end_octets_ = octets;
  return true;
}

void DotReader::note_break(Break kind) {
  break_ = kind;
  bare_lf_ = bare_lf_ || kind == Break::lf;
  if (first_ == First::unknown) first_ = kind == Break::lf ? First::lf : First::crlf;
}

DotReader::Start DotReader::line_start(const char* at, const char* end) {
  using namespace std::string_view_literals;
  if (break_ == Break::lf) {
    if (*at != '.') return Start::plain;
    if (end - at == 1) return Start::wait;
    if (at[1] == '\n' && ends_at(LookAlike::lf_dot_lf, 2)) return Start::end;
    if (at[1] == '\r') {
      if (end - at == 2) return Start::wait;
      const bool crlf = at[2] == '\n';
      if (ends_at(crlf ? LookAlike::lf_dot_crlf : LookAlike::lf_dot_cr, crlf ? 3 : 2))
        return Start::end;
    }
    return Start::plain;
  }
  if (*at == '\0') {
    const Answer answer = follows(at, end, "\0.\r\n"sv);
    if (answer == Answer::wait) return Start::wait;
    const bool ended = answer == Answer::yes && ends_at(LookAlike::crlf_nul_dot_crlf, 4);
    return ended ? Start::end : Start::plain;
  }
  if (*at != '.') return Start::plain;
  if (end - at == 1) return Start::wait;
  switch (at[1]) {
    case '.':
      return Start::stuffed;
    case '\n':
      return ends_at(LookAlike::crlf_dot_lf, 2) ? Start::end : Start::bare_dot;
    case '\0': {
      const Answer answer = follows(at + 1, end, "\0\r\n"sv);
      if (answer == Answer::wait) return Start::wait;
      const bool ended = answer == Answer::yes && ends_at(LookAlike::crlf_dot_nul_crlf, 4);
      return ended ? Start::end : Start::bare_dot;
    }
    case '\r':
      break;
    default:
      return Start::bare_dot;
  }
  if (end - at == 2) return Start::wait;
  if (at[2] == '\n') {
    end_octets_ = 3;
    return Start::end;
  }
  const Answer doubled = follows(at + 2, end, "\r\n");
  if (doubled == Answer::wait) return Start::wait;
  const LookAlike kind = doubled == Answer::no     ? LookAlike::crlf_dot_cr
                         : break_ == Break::crcrlf ? LookAlike::crcrlf_dot_crcrlf
                                                   : LookAlike::crlf_dot_crcrlf;
  return ends_at(kind, doubled == Answer::no ? 2 : 4) ? Start::end : Start::bare_dot;
}

DotReader::Start DotReader::look_behind_cr(const char* cr, const char* end) {
  if (end - cr == 1) return Start::wait;
  if (cr[1] != '.') return Start::plain;
  if (end - cr == 2) return Start::wait;
  if (cr[2] == '\n') return ends_at(LookAlike::cr_dot_lf, 2) ? Start::end : Start::plain;
  if (cr[2] != '\r') return Start::plain;
  if (end - cr == 3) return Start::wait;
  const bool crlf = cr[3] == '\n';
  const LookAlike kind = crlf ? LookAlike::cr_dot_crlf : LookAlike::cr_dot_cr;
  return ends_at(kind, crlf ? 3 : 2) ? Start::end : Start::plain;
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

  // The end of data begins at `from`, where content is over.
  const auto finish = [&](char* from) {
    move_run(from);
    step.ended = true;
    step.behind = static_cast<std::size_t>(from - base) + end_octets_;
    step.content = static_cast<std::size_t>(out - base);
  };

  while (at < end) {
    if (fresh_) {
      const bool plain = break_ != Break::lf && *at != '.' && *at != '\0';  // nearly every line
      const Start start = plain ? Start::plain : line_start(at, end);
      if (start == Start::wait) break;
      if (start == Start::end) {
        finish(at);
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
      const Start behind = look_behind_cr(cr, end);
      if (behind == Start::plain) continue;
      if (behind == Start::end) {
        finish(cr + 1);
        return step;
      }
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
      note_break(Break::lf);
    else if (lf - at >= 2 ? lf[-2] == '\r' : after_cr_)
      note_break(Break::crcrlf);
    else
      note_break(Break::crlf);
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
