#include "session/input.hpp"

#include <algorithm>
#include <cstring>

namespace mailrig {
namespace {

constexpr std::size_t kLeast = 512;             // of the tail
constexpr std::size_t kLargestIdle = 16 << 10;  // what an idle session may hold on to

}  // namespace

void Input::make_room(std::size_t octets) {
  const std::size_t held = end_ - begin_;
  if (begin_ > 0) {
    std::memmove(block(), block() + begin_, held);
    scanned_ -= begin_;
    begin_ = 0;
    end_ = held;
  }
  if (capacity() - end_ >= octets) return;
  const std::size_t wanted = std::max(2 * own_.size(), held + octets);
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  if (held > 0) std::memcpy(larger.get(), block(), held);
  larger_ = std::move(larger);
  larger_capacity_ = wanted;
}

std::span<char> Input::prepare() {
  if (begin_ == end_) {
    begin_ = end_ = scanned_ = 0;
    // A long pipelined batch is over.
    if (capacity() > kLargestIdle) larger_.reset();
  }
  if (capacity() - end_ < kLeast) make_room(kLeast);
  return {block() + end_, capacity() - end_};
}

void Input::commit(std::size_t n) { end_ += n; }

void Input::give_back(std::string_view octets) {
  after_cr_ = false;
  begin_ = end_ = scanned_ = 0;
  if (octets.empty()) return;
  make_room(octets.size());
  std::memcpy(block(), octets.data(), octets.size());
  end_ = octets.size();
}

// LF is part of the line unless CR stands before it.
std::size_t Input::find_crlf() {
  while (scanned_ < end_) {
    if (block()[scanned_] == '\n' && scanned_ > begin_ && block()[scanned_ - 1] == '\r') break;
    ++scanned_;
  }
  return scanned_;
}

bool Input::drop_lf() {
  if (!after_cr_ || begin_ == end_) return false;
  after_cr_ = false;
  if (block()[begin_] != '\n') return false;
  consume(1);
  return true;
}

std::size_t Input::find_cr_or_lf() {
  drop_lf();
  while (scanned_ < end_ && block()[scanned_] != '\n' && block()[scanned_] != '\r') ++scanned_;
  return scanned_;
}

std::size_t Input::find_end() {
  if (line_end_ == LineEnd::crlf) return find_crlf();
  if (line_end_ == LineEnd::cr_ok) return find_cr_or_lf();
  if (scanned_ < end_) {
    const void* found = std::memchr(block() + scanned_, '\n', end_ - scanned_);
    scanned_ = found ? static_cast<std::size_t>(static_cast<const char*>(found) - block()) : end_;
  }
  return scanned_;
}

bool Input::has_line() { return find_end() < end_; }

std::optional<Line> Input::take() {
  const std::size_t at = find_end();
  if (at == end_) {
    // Keep the first part for the transcript, and no more, however long the line gets.
    if (end_ - begin_ > longest_) {
      discarded_ += end_ - begin_ - longest_;
      end_ = scanned_ = begin_ + longest_;
    }
    return std::nullopt;
  }
  Line line;
  line.octets = at + 1 - begin_ + discarded_;
  line.too_long = line.octets > longest_;
  line.text = {block() + begin_, at - begin_};
  if (line.too_long) {
    line.text = line.text.substr(0, longest_);
  } else if (line.text.ends_with('\r')) {
    line.text.remove_suffix(1);
  } else if (block()[at] == '\n') {
    line.bare_lf = true;
  }
  if (block()[at] == '\r') {  // with LineEnd::cr_ok: of CRLF, if LF follows
    if (at + 1 < end_ && block()[at + 1] == '\n') {
      ++line.octets;
      discarded_ = 0;
      begin_ = scanned_ = at + 2;
      return line;
    }
    // The LF may be still to come. It is no line of its own then.
    line.bare_cr = at + 1 < end_;
    after_cr_ = at + 1 == end_;
  }
  discarded_ = 0;
  begin_ = scanned_ = at + 1;
  return line;
}

}  // namespace mailrig
