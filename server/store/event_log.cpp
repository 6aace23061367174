#include "store/event_log.hpp"

#include <cstring>

namespace mailrig {
namespace {

// First octet of an entry: who in the upper half, kind in the lower; this value is a mark instead.
constexpr unsigned char kMark = 0xff;

// Second octet: what else follows the head.
enum : std::uint8_t { kOctets = 1, kSecret = 2, kRule = 4, kTrace = 8, kStage = 16 };

class Reader {
 public:
  explicit Reader(std::string_view octets) : rest_(octets) {}
  bool done() const { return rest_.empty(); }

  unsigned char octet() {
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const unsigned char part = octet();
      value |= std::uint64_t{part & 0x7fu} << shift;
      if (part < 0x80) return value;
    }
  }
  std::string text() {
    const std::size_t length = number();
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return value;
  }
  double real() {
    double value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }

 private:
  std::string_view rest_;
};

unsigned char head_of(Who who, EventKind kind) {
  return static_cast<unsigned char>(static_cast<unsigned>(who) << 4 | static_cast<unsigned>(kind));
}

// A few octets and numbers on the stack.
class Piece {
 public:
  void octet(unsigned char value) { octets_[size_++] = static_cast<char>(value); }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) octet(static_cast<unsigned char>(value | 0x80));
    octet(static_cast<unsigned char>(value));
  }
  void clear() { size_ = 0; }
  std::string_view octets() const { return {octets_, size_}; }

 private:
  static constexpr std::size_t kLongestNumber = 10;
  char octets_[2 + 3 * kLongestNumber];
  std::size_t size_ = 0;
};

Trace read_trace(Reader& in) {
  Trace trace(in.number());
  for (TraceEntry& entry : trace) {
    entry.rule = in.text();
    entry.name = in.text();
    entry.key = in.text();
    entry.ordinal = in.number();
    entry.gate = static_cast<Gate>(in.octet());
    if (in.octet()) entry.draw = in.real();
    entry.why = in.text();
  }
  return trace;
}

}  // namespace

void EventLog::put_number(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) encoded_.push_back(static_cast<char>(value | 0x80));
  encoded_.push_back(static_cast<char>(value));
}

void EventLog::put_text(std::string_view text) {
  put_number(text.size());
  encoded_.append(text);
}

// Time never runs backwards within a log; should a caller's clock do so, the order still holds.
std::uint64_t EventLog::step_to(std::chrono::microseconds at) {
  const auto step = std::max(std::chrono::microseconds(0), at - last_);
  last_ += step;
  return static_cast<std::uint64_t>(step.count());
}

void EventLog::put_head(std::chrono::microseconds at, Who who, EventKind kind, std::uint8_t flags) {
  encoded_.push_back(static_cast<char>(head_of(who, kind)));
  encoded_.push_back(static_cast<char>(flags));
  put_number(step_to(at));
}

// The way of nearly all events: put together beside, so that the log takes three pieces of it and
// not each octet.
void EventLog::append(std::chrono::microseconds at, Who who, EventKind kind, std::string_view text,
                      std::uint64_t octets, std::uint64_t offset, std::string_view stage) {
  // Most lines take their text and CRLF on the wire: only the others say how much.
  const bool counted = octets != text.size() + 2;
  const unsigned flags = (counted ? kOctets : 0) | (stage.empty() ? 0 : kStage);
  Piece piece;
  piece.octet(head_of(who, kind));
  piece.octet(static_cast<unsigned char>(flags));
  piece.number(step_to(at));
  piece.number(text.size());
  encoded_.append(piece.octets());
  encoded_.append(text);
  piece.clear();
  piece.number(offset);
  if (counted) piece.number(octets);
  if (!stage.empty()) piece.number(stage.size());
  encoded_.append(piece.octets());
  encoded_.append(stage);
}

void EventLog::append(const Event& event) {
  const bool counted = event.octets != event.text.size() + 2;
  put_head(event.at, event.who, event.kind,
           (counted ? kOctets : 0) | (event.stage.empty() ? 0 : kStage) |
               (event.secret_from ? kSecret : 0) | (event.rule.empty() ? 0 : kRule) |
               (event.trace.empty() ? 0 : kTrace));
  put_text(event.text);
  put_number(event.offset);
  if (counted) put_number(event.octets);
  if (!event.stage.empty()) put_text(event.stage);
  if (event.secret_from) put_number(*event.secret_from);
  if (!event.rule.empty()) put_text(event.rule);
  if (event.trace.empty()) return;
  put_number(event.trace.size());
  for (const TraceEntry& entry : event.trace) {
    put_text(entry.rule);
    put_text(entry.name);
    put_text(entry.key);
    put_number(entry.ordinal);
    encoded_.push_back(static_cast<char>(entry.gate));
    encoded_.push_back(entry.draw ? 1 : 0);
    if (entry.draw) encoded_.append(reinterpret_cast<const char*>(&*entry.draw), sizeof(double));
    put_text(entry.why);
  }
}

void EventLog::mark_transaction(std::uint64_t number) {
  encoded_.push_back(static_cast<char>(kMark));
  put_number(number);
}

void EventLog::read(const std::function<void(Event&&)>& event,
                    const std::function<void(std::uint64_t)>& transaction) const {
  Reader in(encoded_);
  std::chrono::microseconds at{0};
  while (!in.done()) {
    const unsigned char head = in.octet();
    if (head == kMark) {
      transaction(in.number());
      continue;
    }
    Event next;
    next.who = static_cast<Who>(head >> 4);
    next.kind = static_cast<EventKind>(head & 0x0f);
    const unsigned char flags = in.octet();
    next.at = at += std::chrono::microseconds(in.number());
    next.text = in.text();
    next.offset = in.number();
    next.octets = flags & kOctets ? in.number() : next.text.size() + 2;
    if (flags & kStage) next.stage = in.text();
    if (flags & kSecret) next.secret_from = in.number();
    if (flags & kRule) next.rule = in.text();
    if (flags & kTrace) next.trace = read_trace(in);
    event(std::move(next));
  }
}

}  // namespace mailrig
