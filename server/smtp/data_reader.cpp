#include "smtp/data_reader.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace mailrig::smtp {
namespace {

constexpr std::size_t kFirst = 16 << 10;
constexpr std::size_t kDeclaredBound = 1 << 20;  // SIZE= is not trusted beyond
// Bounds what may have to go back to the command input.
constexpr std::size_t kLargestRead = 256 << 10;
constexpr std::size_t kSmallestRead = 512;

}  // namespace

bool DataReader::begin(std::optional<std::uint64_t> declared) {
  clear();
  const std::uint64_t wanted = declared.value_or(0) + kSmallestRead;
  if (wanted > kFirst && *declared <= most_ &&
      grow(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, kDeclaredBound))))
    return true;
  return grow(kFirst);
}

bool DataReader::grow(std::size_t capacity) {
  if (!store_.claim_in_flight(capacity - claimed_)) return false;
  const std::uint64_t before = claimed_;
  claimed_ = capacity;
  try {
    buffer_.reserve(capacity);
    return true;
  } catch (const std::bad_alloc&) {
    store_.release_in_flight(claimed_ - before);
    claimed_ = before;
    return false;
  }
}

std::span<char> DataReader::prepare() {
  if (buffer_.capacity() - buffer_.size() < kSmallestRead) {
    // Doubling, but not far beyond the largest message.
    const std::size_t least = buffer_.size() + kFirst;
    const std::uint64_t most = std::max<std::uint64_t>(most_ + kFirst, least);
    const std::uint64_t wanted =
        std::clamp<std::uint64_t>(std::uint64_t{buffer_.capacity()} * 2, least, most);
    if (fault_ != Fault::none || !grow(static_cast<std::size_t>(wanted))) {
      // No room: the end of what was kept gives way to what has to be read and thrown away.
      if (fault_ == Fault::none) fault_ = Fault::no_room;
      const std::size_t given_up = std::min(kept_, kFirst);
      std::memmove(buffer_.data() + kept_ - given_up, buffer_.data() + kept_, pending_);
      kept_ -= given_up;
      buffer_.truncate(kept_ + pending_);
    }
  }
  const std::span<char> tail = buffer_.tail(1);
  return tail.first(std::min(tail.size(), kLargestRead));
}

bool DataReader::commit(std::size_t n) {
  buffer_.grow(n);
  char* const region = buffer_.data() + kept_;
  const std::size_t size = pending_ + n;
  const DotReader::Step step = dots_.scan({region, size});
  wire_octets_ += step.ended ? step.behind - pending_ : n;
  if (step.ended) behind_ = {region + step.behind, size - step.behind};
  keep(step);
  return step.ended;
}

void DataReader::commit_chunk(std::size_t n) {
  buffer_.grow(n);
  octets_ += n;
  wire_octets_ += n;
  if (fault_ == Fault::none) {
    kept_ += n;
    if (kept_ > most_) {
      fault_ = Fault::too_large;
      kept_ = static_cast<std::size_t>(most_);
    }
  }
  buffer_.truncate(kept_);
}

void DataReader::keep(const DotReader::Step& step) {
  octets_ += step.content;
  std::size_t kept = kept_;
  if (fault_ == Fault::none) {
    kept += step.content;
    if (kept > most_) {
      fault_ = Fault::too_large;
      kept = static_cast<std::size_t>(most_);
    }
    for (const std::size_t place : dots_.removed())
      if (kept_ + place < kept) buffer_.note_removed_dot(kept_ + place);
  }
  char* const pending = buffer_.data() + kept_ + step.content;
  if (step.pending > 0) std::memmove(buffer_.data() + kept, pending, step.pending);
  kept_ = kept;
  pending_ = step.pending;
  buffer_.truncate(kept_ + pending_);
}

Content DataReader::take(std::optional<std::uint64_t> most) {
  std::uint64_t size = std::min<std::uint64_t>(buffer_.size(), most_);
  if (most) size = std::min(size, *most);
  buffer_.truncate(static_cast<std::size_t>(size));
  return buffer_.take();
}

void DataReader::clear() {
  buffer_.clear();
  dots_ = fresh_dots_;
  kept_ = pending_ = 0;
  octets_ = wire_octets_ = 0;
  if (claimed_ > 0) store_.release_in_flight(claimed_);
  claimed_ = 0;
  fault_ = Fault::none;
  behind_ = {};
}

}  // namespace mailrig::smtp
