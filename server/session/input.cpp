#include "session/input.hpp"

#include <algorithm>
#include <cstring>

namespace mailrig {
namespace {

constexpr std::size_t kRoom = 2 << 10;

}  // namespace

void Input::make_room(std::size_t octets) {
  const std::size_t held = end_ - begin_;
  if (begin_ > 0) {
    std::memmove(block_.get(), block_.get() + begin_, held);
    scanned_ -= begin_;
    begin_ = 0;
    end_ = held;
  }
  if (capacity_ - end_ >= octets) return;
  const std::size_t wanted = std::max(kRoom, held + octets);
  auto larger = std::make_unique_for_overwrite<char[]>(wanted);
  if (held > 0) std::memcpy(larger.get(), block_.get(), held);
  block_ = std::move(larger);
  capacity_ = wanted;
}

std::span<char> Input::prepare() {
  if (begin_ == end_) {
    begin_ = end_ = scanned_ = 0;
    // A long pipelined batch is over: an idle session holds little.
    if (capacity_ > 8 * kRoom) {
      block_.reset();
      capacity_ = 0;
    }
  }
  if (capacity_ - end_ < kRoom / 4) make_room(kRoom / 4);
  return {block_.get() + end_, capacity_ - end_};
}

void Input::commit(std::size_t n) { end_ += n; }

void Input::give_back(std::string_view octets) {
  after_cr_ = false;
  begin_ = end_ = scanned_ = 0;
  if (octets.empty()) return;
  make_room(octets.size());
  std::memcpy(block_.get(), octets.data(), octets.size());
  end_ = octets.size();
}

// LF is part of the line unless CR stands before it.
std::size_t Input::find_crlf() {
  while (scanned_ < end_) {
    if (block_[scanned_] == '\n' && scanned_ > begin_ && block_[scanned_ - 1] == '\r') break;
    ++scanned_;
  }
  return scanned_;
}

bool Input::drop_lf() {
  if (!after_cr_ || begin_ == end_) return false;
  after_cr_ = false;
  if (block_[begin_] != '\n') return false;
  consume(1);
  return true;
}

std::size_t Input::find_cr_or_lf() {
  drop_lf();
  while (scanned_ < end_ && block_[scanned_] != '\n' && block_[scanned_] != '\r') ++scanned_;
  return scanned_;
}

std::size_t Input::find_end() {
  if (line_end_ == LineEnd::crlf) return find_crlf();
  if (line_end_ == LineEnd::cr_ok) return find_cr_or_lf();
  if (scanned_ < end_) {
    const void* found = std::memchr(block_.get() + scanned_, '\n', end_ - scanned_);
    scanned_ =
        found ? static_cast<std::size_t>(static_cast<const char*>(found) - block_.get()) : end_;
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
  line.text = {block_.get() + begin_, at - begin_};
  if (line.too_long) {
    line.text = line.text.substr(0, longest_);
  } else if (line.text.ends_with('\r')) {
    line.text.remove_suffix(1);
  } else if (block_[at] == '\n') {
    line.bare_lf = true;
  }
  if (block_[at] == '\r') {  // with LineEnd::cr_ok: of CRLF, if LF follows
    if (at + 1 < end_ && block_[at + 1] == '\n') {
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
