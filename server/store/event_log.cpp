#include "store/event_log.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "store/known_line.hpp"

namespace mailrig {
namespace {

// First octet of an entry: who in the upper half, kind in the lower; this value is a mark instead.
constexpr unsigned char kMark = 0xff;

// Second octet: what else follows the head and the time. What is not there is as it mostly is: the
// octets are those of the text and CRLF, the offset is where the last event of that side ended.
enum : std::uint8_t {
  kOctets = 1,
  kSecret = 2,
  kRule = 4,
  kTrace = 8,
  kStage = 16,
  kOffset = 32,
  kStart = 64,  // a known beginning of the text, by number
  kText = 128,  // the text, or the rest of it
};

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
  std::string text() { return std::string(view()); }
  std::string_view view() {
    const std::size_t length = number();
    const std::string_view value = rest_.substr(0, length);
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

constexpr std::size_t kLongestNumber = 10;

// Writes where there is room enough.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}
  void octet(unsigned char value) { *at_++ = static_cast<char>(value); }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) octet(static_cast<unsigned char>(value | 0x80));
    octet(static_cast<unsigned char>(value));
  }
  void text(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  const char* at() const { return at_; }

 private:
  char* at_;
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

struct EventLog::Writing {
  std::string block;  // `used` octets of the log, then room
  std::size_t used = 0;
  std::chrono::microseconds last{0};       // times are kept as differences
  std::array<std::uint64_t, 3> next = {};  // where each side's next event should begin

  std::string_view octets() const { return std::string_view(block).substr(0, used); }
  // For `most` octets more; wrote() follows.
  Pen pen(std::size_t most) {
    if (block.size() - used < most) grow(most);
    return Pen(block.data() + used);
  }
  void grow(std::size_t most);
  void wrote(const Pen& pen) { used = static_cast<std::size_t>(pen.at() - block.data()); }
  void append(std::string_view text) {
    Pen at = pen(text.size());
    at.text(text);
    wrote(at);
  }
};

void EventLog::Writing::grow(std::size_t most) {
  block.resize(std::max(2 * block.size(), used + most));
}

struct EventLog::Spares {
  static constexpr std::size_t kMost = 32, kLongest = 4 << 10;
  std::vector<std::unique_ptr<Writing>> list;

  // What this thread's ended logs were written in, for its next ones: two allocations less a mail.
  static Spares& mine() {
    thread_local Spares spares;
    return spares;
  }
  std::unique_ptr<Writing> take() {
    if (list.empty()) return std::make_unique<Writing>();
    auto writing = std::move(list.back());
    list.pop_back();
    return writing;
  }
  void give(std::unique_ptr<Writing> writing) {
    if (list.size() == kMost || writing->block.size() > kLongest) return;
    writing->used = 0;
    writing->last = {};
    writing->next = {};
    list.push_back(std::move(writing));
  }
};

EventLog::EventLog() = default;
EventLog::~EventLog() = default;
EventLog::EventLog(EventLog&&) noexcept = default;
EventLog::EventLog(const EventLog& other)
    : writing_(other.writing_ ? std::make_unique<Writing>(*other.writing_) : nullptr),
      kept_(other.kept_) {}
EventLog& EventLog::operator=(EventLog other) noexcept {
  std::swap(writing_, other.writing_);
  std::swap(kept_, other.kept_);
  return *this;
}

std::string_view EventLog::encoded() const { return writing_ ? writing_->octets() : kept_.view(); }

EventLog::Writing& EventLog::begin_writing() {
  auto writing = Spares::mine().take();
  if (!kept_.empty()) {
    writing->append(kept_);
    read(
        [&](Event&& event) {
          writing->last = event.at;
          writing->next[static_cast<std::size_t>(event.who)] = event.offset + event.octets;
        },
        [](std::uint64_t) {});
    kept_ = {};
  }
  writing_ = std::move(writing);
  return *writing_;
}

void EventLog::reserve(std::size_t octets) { writing().pen(octets); }

void EventLog::shrink() {
  if (!writing_) return;
  kept_ = SharedText(writing_->octets());
  Spares::mine().give(std::move(writing_));
}

void EventLog::put_octet(unsigned char value) {
  Pen pen = writing().pen(1);
  pen.octet(value);
  writing().wrote(pen);
}

void EventLog::put_number(std::uint64_t value) {
  Pen pen = writing().pen(kLongestNumber);
  pen.number(value);
  writing().wrote(pen);
}

void EventLog::put_text(std::string_view text) {
  put_number(text.size());
  writing().append(text);
}

// `more`: which of kSecret, kRule and kTrace the caller will append.
void EventLog::put(std::uint8_t more, std::chrono::microseconds at, Who who, EventKind kind,
                   std::string_view text, std::uint64_t octets, std::uint64_t offset,
                   std::optional<Stage> stage) {
  Writing& log = writing();
  std::uint64_t& next = log.next[static_cast<std::size_t>(who)];
  const bool counted = octets != text.size() + 2, moved = offset != next;
  next = offset + octets;
  // Time never runs backwards within a log; should a caller's clock do so, the order still holds.
  const auto step = std::max(std::chrono::microseconds(0), at - log.last);
  log.last += step;
  const std::uint8_t start = known_start(text);
  if (start) text.remove_prefix(start_of_line(start).size());

  // Head, flags, start and stage take an octet each; time, length, offset and octets a number.
  Pen pen = log.pen(4 + 4 * kLongestNumber + text.size());
  pen.octet(head_of(who, kind));
  pen.octet(static_cast<unsigned char>(more | (counted ? kOctets : 0) | (moved ? kOffset : 0) |
                                       (stage ? kStage : 0) | (start ? kStart : 0) |
                                       (text.empty() ? 0 : kText)));
  pen.number(static_cast<std::uint64_t>(step.count()));
  if (start) pen.octet(start);
  if (!text.empty()) {
    pen.number(text.size());
    pen.text(text);
  }
  if (moved) pen.number(offset);
  if (counted) pen.number(octets);
  if (stage) pen.octet(static_cast<unsigned char>(*stage));
  log.wrote(pen);
}

void EventLog::append(std::chrono::microseconds at, Who who, EventKind kind, std::string_view text,
                      std::uint64_t octets, std::uint64_t offset, std::optional<Stage> stage) {
  put(0, at, who, kind, text, octets, offset, stage);
}

void EventLog::append(const Event& event) {
  const unsigned more = (event.secret_from ? kSecret : 0) | (event.rule.empty() ? 0 : kRule) |
                        (event.trace.empty() ? 0 : kTrace);
  put(static_cast<std::uint8_t>(more), event.at, event.who, event.kind, event.text, event.octets,
      event.offset, event.stage);
  if (event.secret_from) put_number(*event.secret_from);
  if (!event.rule.empty()) put_text(event.rule);
  if (event.trace.empty()) return;
  put_number(event.trace.size());
  for (const TraceEntry& entry : event.trace) {
    put_text(entry.rule);
    put_text(entry.name);
    put_text(entry.key);
    put_number(entry.ordinal);
    put_octet(static_cast<unsigned char>(entry.gate));
    put_octet(entry.draw ? 1 : 0);
    if (entry.draw) writing().append({reinterpret_cast<const char*>(&*entry.draw), sizeof(double)});
    put_text(entry.why);
  }
}

void EventLog::mark_transaction(std::uint64_t number) {
  put_octet(kMark);
  put_number(number);
}

void EventLog::read(const std::function<void(Event&&)>& event,
                    const std::function<void(std::uint64_t)>& transaction) const {
  Reader in(encoded());
  std::chrono::microseconds at{0};
  std::array<std::uint64_t, 3> ends = {};
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
    if (flags & kStart) next.text = start_of_line(in.octet());
    if (flags & kText) next.text += in.view();
    std::uint64_t& end = ends[static_cast<std::size_t>(next.who)];
    next.offset = flags & kOffset ? in.number() : end;
    next.octets = flags & kOctets ? in.number() : next.text.size() + 2;
    end = next.offset + next.octets;
    if (flags & kStage) next.stage = static_cast<Stage>(in.octet());
    if (flags & kSecret) next.secret_from = in.number();
    if (flags & kRule) next.rule = in.text();
    if (flags & kTrace) next.trace = read_trace(in);
    event(std::move(next));
  }
}

}  // namespace mailrig
