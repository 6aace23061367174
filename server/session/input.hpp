// Octets from the client between commands, handed out line by line (RFC 5321 §2.3.8).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace mailrig {

// What ends a command line.
enum class LineEnd : std::uint8_t {
  crlf,   // RFC 5321 §2.3.8: nothing else
  lf_ok,  // LF alone as well
  cr_ok,  // and CR alone
};

// One command line. That it should have ended in CRLF is for the caller to note.
struct Line {
  std::string_view text;     // without its end; only the first part of one that is too long
  std::uint64_t octets = 0;  // on the wire, line end included
  bool too_long = false;
  bool bare_lf = false;  // it ended in LF alone
  bool bare_cr = false;  // or in CR alone
};

class Input {
 public:
  // Lines of up to `longest` octets, line end included, are taken whole.
  explicit Input(std::size_t longest, LineEnd end = LineEnd::lf_ok)
      : longest_(longest), line_end_(end) {}

  // The free tail, never empty. Invalidates every Line taken before.
  std::span<char> prepare();
  void commit(std::size_t n);
  // The next complete line, if there is one. Its text is valid until prepare() or give_back().
  // A line that is too long is discarded to its end, so that its rest is never taken for a
  // command.
  std::optional<Line> take();
  bool has_line();

  // What no line has taken yet: the beginning of mail data, once a command asked for it.
  std::string_view rest() const { return {block() + begin_, end_ - begin_}; }
  void consume(std::size_t n) { scanned_ = begin_ += n; }
  // A line ended in CR at the end of what had come (LineEnd::cr_ok): if LF comes next, it belongs
  // to that line. drop_lf() takes it off, once it is there; true if it did.
  bool owes_lf() const { return after_cr_; }
  bool drop_lf();
  // Octets that were read for another purpose and belong here. rest() must be empty.
  void give_back(std::string_view octets);

 private:
  // Finds the octet that ends the next line: its place, or end_.
  std::size_t find_end();
  std::size_t find_crlf();
  std::size_t find_cr_or_lf();
  void make_room(std::size_t octets);
  // Where the octets stand.
  char* block() { return larger_ ? larger_.get() : own_.data(); }
  const char* block() const { return larger_ ? larger_.get() : own_.data(); }
  std::size_t capacity() const { return larger_ ? larger_capacity_ : own_.size(); }

  std::size_t longest_;
  LineEnd line_end_;
  std::array<char, 2 << 10> own_;   // not cleared: only what commit() counted is read
  std::unique_ptr<char[]> larger_;  // instead, where that is too little
  std::size_t larger_capacity_ = 0;
  std::size_t begin_ = 0, end_ = 0;  // what is held
  std::size_t scanned_ = 0;          // no LF before here
  bool after_cr_ = false;            // a CR at the end of what had come ended a line
  std::uint64_t discarded_ = 0;      // of a line that is too long, behind its kept first part
};

}  // namespace mailrig
