#include "store/session_record.hpp"

#include <algorithm>
#include <array>

namespace mailrig {
namespace {

// Most sessions are of the inbox of the one before.
const Owners& sole_owner(const std::string& inbox) {
  thread_local Owners last;
  if (last.empty() || last.front() != inbox) last = {inbox};
  return last;
}

}  // namespace

std::string_view to_string(ClosedBy by) {
  static constexpr std::array<std::string_view, 5> words{"open", "client", "server", "rule",
                                                         "shutdown"};
  return words[static_cast<std::size_t>(by)];
}

SessionRecord::SessionRecord(std::uint64_t number, std::shared_ptr<const Facts> facts,
                             WallTime began, Time began_steady, std::size_t transcript_limit)
    : began_steady_(began_steady), transcript_limit_(transcript_limit) {
  state_.number = number;
  own_inboxes_ = sole_owner(facts->inbox);
  state_.facts = std::move(facts);
  state_.began = began;
}

const SessionState& SessionRecord::counted() const {
  state_.octets_in = octets_in_.load(std::memory_order_relaxed);
  state_.octets_out = octets_out_.load(std::memory_order_relaxed);
  return state_;
}

// The owner is the only one who writes, so it reads without the lock.
std::shared_ptr<const Facts> SessionRecord::facts() const { return state_.facts; }

void SessionRecord::learn(Facts&& facts) {
  auto shared = std::make_shared<const Facts>(std::move(facts));
  if (shared->inbox != own_inboxes_.front()) own_inboxes_ = sole_owner(shared->inbox);
  const std::lock_guard lock(mutex_);
  state_.facts = std::move(shared);
}

bool SessionRecord::room_for(std::size_t more) {
  if (log().octets() + more <= transcript_limit_) return true;
  ++state_.events_dropped;
  return false;
}

void SessionRecord::append(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (room_for(event.text.size())) log().append(event);
}

void SessionRecord::append(Time now, Who who, EventKind kind, std::string_view text,
                           std::uint64_t octets, std::uint64_t offset, std::optional<Stage> stage) {
  const std::lock_guard lock(mutex_);
  if (room_for(text.size())) log().append(since_begin(now), who, kind, text, octets, offset, stage);
}

std::chrono::microseconds SessionRecord::since_begin(Time now) const {
  return std::chrono::duration_cast<std::chrono::microseconds>(now - began_steady_);
}

void SessionRecord::add_octets(std::uint64_t in, std::uint64_t out) {
  // No other thread writes them.
  constexpr auto relaxed = std::memory_order_relaxed;
  octets_in_.store(octets_in_.load(relaxed) + in, relaxed);
  octets_out_.store(octets_out_.load(relaxed) + out, relaxed);
}

void SessionRecord::note_quit() {
  const std::lock_guard lock(mutex_);
  state_.quit = true;
}

void SessionRecord::note_rset() {
  const std::lock_guard lock(mutex_);
  state_.rset = true;
}

void SessionRecord::note_failure() {
  const std::lock_guard lock(mutex_);
  state_.failed = true;
}

void SessionRecord::note_mark(Mark mark) {
  const std::lock_guard lock(mutex_);
  state_.marks |= static_cast<std::uint8_t>(1u << static_cast<int>(mark));
}

void SessionRecord::add_recipient(Recipient recipient) {
  if (open_) open_->envelope.to.push_back(std::move(recipient));
}

void SessionRecord::note_rule(std::string_view rule) {
  if (!open_) return;
  auto& rules = open_->rules.edit();
  if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.emplace_back(rule);
}

void SessionRecord::set_reply(std::string_view reply) {
  if (open_) open_->reply = reply;
}

void SessionRecord::set_chunked() {
  if (open_) open_->chunked = true;
}

void SessionRecord::answer_recipient(std::size_t index, std::string_view reply, bool kept) {
  if (!open_ || index >= open_->envelope.to.size()) return;
  Recipient& recipient = open_->envelope.to[index];
  recipient.data_reply = reply;
  recipient.kept = kept;
}

void SessionRecord::set_inboxes(std::vector<std::string> inboxes) {
  if (open_) open_->inboxes = inboxes;
  const std::lock_guard lock(mutex_);
  for (const std::string& inbox : inboxes)
    if (std::find(state_.mail_inboxes.begin(), state_.mail_inboxes.end(), inbox) ==
        state_.mail_inboxes.end())
      state_.mail_inboxes.push_back(inbox);
}

std::vector<std::string> SessionState::inboxes() const {
  return mail_inboxes.empty() ? std::vector{facts->inbox} : mail_inboxes;
}

SessionState SessionRecord::state() const {
  const std::lock_guard lock(mutex_);
  return counted();
}

std::uint64_t SessionRecord::open_number() const {
  const std::lock_guard lock(mutex_);
  return open_ ? open_->number : 0;
}

std::vector<Event> SessionRecord::transcript(const Lookup& of) const {
  std::vector<Event> events;
  replay(of, [&](Event&& event, std::uint64_t) { events.push_back(std::move(event)); });
  return events;
}

void SessionRecord::replay(
    const Lookup& of, const std::function<void(Event&&, std::uint64_t transaction)>& tell) const {
  // `of` asks the store, whose lock comes before this one: so copy first, look up after.
  EventLog own;
  std::uint64_t open_number = 0;
  EventLog open_events;
  {
    const std::lock_guard lock(mutex_);
    own = events_;
    if (open_) {
      open_number = open_->number;
      open_events = open_->events;
    }
  }
  std::chrono::microseconds last{0};
  const auto telling = [&](std::uint64_t transaction) {
    return [&tell, &last, transaction](Event&& event) {
      last = event.at;
      tell(std::move(event), transaction);
    };
  };
  const auto no_mark = [](std::uint64_t) {};
  own.read(telling(0), [&](std::uint64_t number) {
    if (number == open_number) {
      open_events.read(telling(number), no_mark);
    } else if (const auto transaction = of(number)) {
      transaction->events.read(telling(number), no_mark);
    } else {
      Event gap;
      gap.at = last;
      gap.text = "transaction " + make_id('t', number) + " is no longer kept";
      tell(std::move(gap), number);
    }
  });
}

}  // namespace mailrig
