// Octets from the client between commands, handed out line by line (RFC 5321 §2.3.8).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace mailrig {

// One command line. A line ends at LF; that it should have been CRLF is for the caller to note.
struct Line {
  std::string_view text;     // without its end; only the first part of one that is too long
  std::uint64_t octets = 0;  // on the wire, line end included
  bool too_long = false;
  bool bare_lf = false;
};

class Input {
 public:
  // Lines of up to `longest` octets, line end included, are taken whole.
  explicit Input(std::size_t longest) : longest_(longest) {}

  // The free tail, never empty. Invalidates every Line taken before.
  std::span<char> prepare();
  void commit(std::size_t n);
  // The next complete line, if there is one. Its text is valid until prepare() or give_back().
  // A line that is too long is discarded to its end, so that its rest is never taken for a
  // command.
  std::optional<Line> take();
  bool has_line();

  // What no line has taken yet: the beginning of mail data, once a command asked for it.
  std::string_view rest() const { return {block_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t n) { scanned_ = begin_ += n; }
  // Octets that were read for another purpose and belong here. rest() must be empty.
  void give_back(std::string_view octets);

 private:
  // Finds the LF that ends the next line: its place, or end_.
  std::size_t find_end();
  void make_room(std::size_t octets);

  std::size_t longest_;
  std::unique_ptr<char[]> block_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0, end_ = 0;  // what is held
  std::size_t scanned_ = 0;          // no LF before here
  std::uint64_t discarded_ = 0;      // of a line that is too long, behind its kept first part
};

}  // namespace mailrig
